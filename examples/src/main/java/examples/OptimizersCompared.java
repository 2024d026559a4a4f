package examples;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.AdamW;
import keras.optimizers.Nadam;
import keras.optimizers.Optimizer;
import keras.optimizers.RMSprop;
import keras.optimizers.SGD;

/**
 * Which optimizer? The same classifier of clothing with each, on the same images from the same
 * seed.
 *
 * <p>Arguments: the number of epochs, 10 unless given, and the folder of the picture, target.
 */
public final class OptimizersCompared {
  private OptimizersCompared() {}

  private static Sequential build(Optimizer optimizer) {
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
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    Map<String, Supplier<Optimizer>> optimizers = new LinkedHashMap<>();
    optimizers.put("SGD", () -> new SGD(0.01));
    optimizers.put("momentum", () -> new SGD(0.01).momentum(0.9));
    optimizers.put("Nesterov", () -> new SGD(0.01).momentum(0.9).nesterov(true));
    optimizers.put("RMSprop", () -> new RMSprop(0.001).rho(0.9));
    optimizers.put("Adam", () -> new Adam(0.001).beta1(0.9).beta2(0.999));
    optimizers.put("Nadam", () -> new Nadam(0.001));
    optimizers.put("AdamW", () -> new AdamW(0.001).weightDecay(0.004));
    var comparison = new Comparison();
    optimizers.forEach(
        (name, optimizer) ->
            comparison.fit(name, () -> build(optimizer.get()), f -> f.epochs(epochs)));
    comparison.draw("Optimizers", folder.resolve("optimizers.png"));
  }
}
