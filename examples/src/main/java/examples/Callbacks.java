package examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.callbacks.TensorBoard;
import keras.data.TrainTestSplit;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.metrics.RootMeanSquaredError;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import org.tensorflow.ndarray.NdArray;

/**
 * Callbacks of a regression MLP: a checkpoint of the weights, early stopping that goes back to the
 * best weights, both together, one of one's own, and event files for TensorBoard.
 *
 * <p>Arguments: the largest number of epochs, 100 unless given; the folder for the weights.
 */
public final class Callbacks {
  private Callbacks() {}

  /** Prints how much higher the validation loss is than the training loss. */
  static final class PrintValTrainRatioCallback extends Callback {
    @Override
    public void onEpochEnd(int epoch, Logs logs) {
      double ratio = logs.get("val_loss") / logs.get("loss");
      System.out.printf("Epoch=%d, val/train=%.2f%n", epoch, ratio);
    }
  }

  private static Sequential network(NdArray<?> x) {
    Keras.setRandomSeed(42);
    Normalization normalization = new Normalization().inputShape(10);
    normalization.adapt(x);
    var model =
        new Sequential(normalization, new Dense(50, "relu"), new Dense(50, "relu"), new Dense(1));
    model.compile(new Adam(3e-2), "mse", new RootMeanSquaredError());
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    Path dir = Files.createDirectories(Path.of(args.length > 1 ? args[1] : "target/callbacks"));
    double[][] table = Table.read("/diabetes.csv");
    var full =
        TrainTestSplit.of(Table.columns(table, 0, 10), Table.columns(table, 10, 11), 0.2, 42);
    var split = TrainTestSplit.of(full.xTrain(), full.yTrain(), 0.2, 42);

    System.out.println("A checkpoint of the weights, every epoch:");
    String checkpoint = dir.resolve("my_checkpoint.weights.h5").toString();
    try (var model = network(split.xTrain())) {
      var checkpointCb = new ModelCheckpoint(checkpoint).saveWeightsOnly(true);
      model.fit(
          split.xTrain(),
          split.yTrain(),
          f ->
              f.epochs(Math.min(10, epochs))
                  .verbose(0)
                  .validationData(split.xTest(), split.yTest())
                  .callbacks(checkpointCb));
      tell("trained", model, full);
    }
    try (var model = network(split.xTrain())) {
      model.loadWeights(checkpoint);
      tell("from the checkpoint", model, full);
    }

    System.out.println(
        "A checkpoint of the best model, early stopping, and a callback of our own:");
    String best = dir.resolve("my_best_model.keras").toString();
    try (var model = network(split.xTrain())) {
      var checkpointCb = new ModelCheckpoint(best).saveBestOnly(true);
      var earlyStoppingCb = new EarlyStopping().patience(10).restoreBestWeights(true);
      History history =
          model.fit(
              split.xTrain(),
              split.yTrain(),
              f ->
                  f.epochs(epochs)
                      .verbose(0)
                      .validationData(split.xTest(), split.yTest())
                      .callbacks(checkpointCb, earlyStoppingCb, new PrintValTrainRatioCallback()));
      System.out.printf(
          "stopped after %d epochs, the best is number %d%n",
          history.epoch().size(), earlyStoppingCb.bestEpoch() + 1);
      tell("stopped", model, full);
    }
    try (var model = Keras.loadModel(best)) {
      tell("from the best model's file", model, full);
    }

    Path logs = dir.resolve("my_logs");
    try (var model = network(split.xTrain())) {
      var tensorboardCb = new TensorBoard(logs.resolve("run_1")).histogramFreq(1);
      model.fit(
          split.xTrain(),
          split.yTrain(),
          f ->
              f.epochs(Math.min(10, epochs))
                  .verbose(0)
                  .validationData(split.xTest(), split.yTest())
                  .callbacks(tensorboardCb));
    }
  }

  private static void tell(String what, Model model, TrainTestSplit full) {
    Logs scores = model.evaluate(full.xTest(), full.yTest(), e -> e.verbose(0));
    System.out.printf(
        "%s: test loss %.4f, RMSE %.4f%n",
        what, scores.loss(), scores.get("root_mean_squared_error"));
  }
}
