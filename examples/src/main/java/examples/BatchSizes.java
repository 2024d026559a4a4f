package examples;

import java.nio.file.Path;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.optimizers.schedules.CosineDecay;

/**
 * How many samples a step? Small batches take more steps; large ones need a larger learning rate,
 * which is warmed up from nothing, so that it does no harm to a model that knows nothing yet.
 *
 * <p>Arguments: the number of epochs, 20 unless given, and the folder of the picture, target.
 */
public final class BatchSizes {
  private static final int SAMPLES = 700;

  private BatchSizes() {}

  private static Sequential compiled(SGD optimizer) {
    var model =
        new Sequential(
            new Flatten(),
            new Dense(100, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"));
    model.compile(optimizer, "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    var comparison = new Comparison();
    for (int size : new int[] {8, 32, 128}) {
      comparison.fit(
          "batches of " + size,
          () -> compiled(new SGD(0.01).momentum(0.9)),
          f -> f.epochs(epochs).batchSize(size));
    }
    comparison.fit(
        "128, a larger rate",
        () -> compiled(new SGD(0.15).momentum(0.9)),
        f -> f.epochs(epochs).batchSize(128));
    int steps = epochs * ((SAMPLES + 127) / 128);
    int warmupSteps = steps / 4;
    comparison.fit(
        "128, warmed up",
        () -> {
          var schedule =
              new CosineDecay(0.0, steps - warmupSteps).warmupTarget(0.15).warmupSteps(warmupSteps);
          return compiled(new SGD(schedule).momentum(0.9));
        },
        f -> f.epochs(epochs).batchSize(128));
    comparison.draw("Batch sizes", folder.resolve("batch-sizes.png"));
  }
}
