package examples;

import java.nio.file.Path;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.SGD;

/**
 * How many hidden layers, and how many neurons in each? Classifiers of clothing from small to
 * large, on the same images from the same seed.
 *
 * <p>Arguments: the number of epochs, 20 unless given, and the folder of the picture, target.
 */
public final class LayersAndNeurons {
  private LayersAndNeurons() {}

  private static Sequential build(int hidden, int neurons) {
    var model = new Sequential(new Flatten());
    for (int layer = 0; layer < hidden; layer++) {
      model.add(new Dense(neurons, "relu"));
    }
    model.add(new Dense(10, "softmax"));
    model.compile(new SGD(0.05), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    var comparison = new Comparison();
    for (int[] size : new int[][] {{0, 0}, {1, 10}, {1, 100}, {1, 300}, {2, 100}, {4, 100}}) {
      comparison.fit(
          "%d x %d".formatted(size[0], size[1]),
          () -> build(size[0], size[1]),
          f -> f.epochs(epochs));
    }
    comparison.draw("Hidden layers x neurons", folder.resolve("layers-and-neurons.png"));
  }
}
