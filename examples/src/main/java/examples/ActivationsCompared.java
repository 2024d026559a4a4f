package examples;

import java.nio.file.Path;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.SGD;

/**
 * Which activation of the hidden layers? Each with the initializer that suits it, in four layers,
 * on the same images from the same seed.
 *
 * <p>Arguments: the number of epochs, 10 unless given, and the folder of the picture, target.
 */
public final class ActivationsCompared {
  private ActivationsCompared() {}

  private static Sequential build(String activation, String initializer) {
    var model = new Sequential(new Flatten());
    for (int layer = 0; layer < 4; layer++) {
      model.add(new Dense(100, activation).kernelInitializer(initializer));
    }
    model.add(new Dense(10, "softmax"));
    model.compile(new SGD(0.05), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    var comparison = new Comparison();
    for (String activation : new String[] {"sigmoid", "tanh"}) {
      comparison.fit(activation, () -> build(activation, "glorot_uniform"), f -> f.epochs(epochs));
    }
    for (String activation : new String[] {"relu", "leaky_relu", "elu", "gelu", "swish"}) {
      comparison.fit(activation, () -> build(activation, "he_normal"), f -> f.epochs(epochs));
    }
    comparison.fit("selu", () -> build("selu", "lecun_normal"), f -> f.epochs(epochs));
    comparison.draw("Activations", folder.resolve("activations.png"));
  }
}
