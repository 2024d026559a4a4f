package examples;

import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.data.TrainTestSplit;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.metrics.RootMeanSquaredError;
import keras.models.Sequential;
import keras.optimizers.Adam;

/**
 * A regression MLP on real tabular data: how far diabetes progresses within a year, from ten
 * measurements of 442 patients (Efron et al., 2004); then two outputs at once, the progression and
 * the blood sugar.
 *
 * <p>Argument: the number of epochs, 60 unless given.
 */
public final class RegressionMlp {
  private static final int BLOOD_SUGAR = 9;
  private static final int PROGRESSION = 10;

  private RegressionMlp() {}

  /** Trains a network of two hidden layers and returns its scores on patients it has not seen. */
  private static Logs train(float[][] x, float[][] y, int epochs) {
    Keras.setRandomSeed(42);
    var full = TrainTestSplit.of(x, y, 0.2, 42);
    var split = TrainTestSplit.of(full.xTrain(), full.yTrain(), 0.2, 42);
    Normalization normalization = new Normalization().inputShape(x[0].length);
    normalization.adapt(split.xTrain());
    try (var model =
        new Sequential(
            normalization, new Dense(50, "relu"), new Dense(50, "relu"), new Dense(y[0].length))) {
      model.compile(new Adam(1e-3), "mse", new RootMeanSquaredError());
      History history =
          model.fit(
              split.xTrain(),
              split.yTrain(),
              f -> f.epochs(epochs).verbose(0).validationData(split.xTest(), split.yTest()));
      System.out.printf(
          "validation RMSE: %.4f after the first epoch, %.4f after the last%n",
          history.get("val_root_mean_squared_error").get(0),
          history.get("val_root_mean_squared_error").get(epochs - 1));
      System.out.println(
          "the first three test patients: " + Np.rows(model.predict(full.xTest()), 0, 3));
      return model.evaluate(full.xTest(), full.yTest(), e -> e.verbose(0));
    }
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    double[][] table = Table.read("/diabetes.csv");

    Logs one =
        train(
            Table.columns(table, 0, PROGRESSION),
            Table.columns(table, PROGRESSION, PROGRESSION + 1),
            epochs);
    System.out.printf(
        "progression: test MSE %.2f, RMSE %.4f%n", one.loss(), one.get("root_mean_squared_error"));

    Logs two =
        train(
            Table.columns(table, 0, BLOOD_SUGAR),
            Table.columns(table, BLOOD_SUGAR, PROGRESSION + 1),
            epochs);
    System.out.printf(
        "blood sugar and progression: test MSE %.2f, RMSE %.4f%n",
        two.loss(), two.get("root_mean_squared_error"));
  }
}
