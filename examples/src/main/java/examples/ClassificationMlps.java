package examples;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import keras.Keras;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.data.TrainTestSplit;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.models.Sequential;

/**
 * Classification MLPs on 150 irises: one class or not (binary), two properties at once
 * (multilabel), and one of three classes (multiclass). They differ in the last layer and in the
 * loss.
 *
 * <p>Argument: the number of epochs, 60 unless given.
 */
public final class ClassificationMlps {
  private static final int FEATURES = 4;
  private static final int SPECIES = 4;
  private static final int PETAL_WIDTH = 3;

  private ClassificationMlps() {}

  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  private static double[][] targets(double[][] table, ToDoubleFunction<double[]>... columns) {
    return Arrays.stream(table)
        .map(row -> Arrays.stream(columns).mapToDouble(c -> c.applyAsDouble(row)).toArray())
        .toArray(double[][]::new);
  }

  /** Trains a network and prints what it says of irises it has not seen. */
  private static void train(
      String name, float[][] x, Object y, int units, String activation, String loss, int epochs) {
    Keras.setRandomSeed(42);
    var split = TrainTestSplit.of(x, y, 0.25, 42);
    Normalization normalization = new Normalization().inputShape(FEATURES);
    normalization.adapt(split.xTrain());
    try (var model =
        new Sequential(normalization, new Dense(16, "relu"), new Dense(units, activation))) {
      model.compile("adam", loss, "accuracy");
      model.fit(split.xTrain(), split.yTrain(), f -> f.epochs(epochs).verbose(0));
      Logs scores = model.evaluate(split.xTest(), split.yTest(), e -> e.verbose(0));
      System.out.printf(
          "%s: test loss %.4f, accuracy %.4f%n", name, scores.loss(), scores.get("accuracy"));
      System.out.println(Np.rows(model.predict(split.xTest()), 0, 2));
    }
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    double[][] table = Table.read("/iris.csv");
    float[][] x = Table.columns(table, 0, FEATURES);

    ToDoubleFunction<double[]> isVirginica = row -> row[SPECIES] == 2 ? 1 : 0;
    ToDoubleFunction<double[]> hasWidePetals = row -> row[PETAL_WIDTH] > 1.5 ? 1 : 0;
    train(
        "virginica or not",
        x,
        targets(table, isVirginica),
        1,
        "sigmoid",
        "binary_crossentropy",
        epochs);
    train(
        "virginica or not, wide petals or not",
        x,
        targets(table, isVirginica, hasWidePetals),
        2,
        "sigmoid",
        "binary_crossentropy",
        epochs);
    int[] species = Arrays.stream(table).mapToInt(row -> (int) row[SPECIES]).toArray();
    train(
        "one of three species",
        x,
        species,
        3,
        "softmax",
        "sparse_categorical_crossentropy",
        epochs);
  }
}
