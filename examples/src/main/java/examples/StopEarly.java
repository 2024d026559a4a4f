package examples;

import java.nio.file.Path;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.Adam;

/**
 * How many epochs? As many as it takes: training stops when the validation loss has not fallen for
 * some epochs, and the best weights come back.
 *
 * <p>Arguments: the most epochs, 100 unless given, and the folder of the picture, target.
 */
public final class StopEarly {
  private StopEarly() {}

  private static Sequential build() {
    var model = new Sequential(new Flatten(), new Dense(100, "relu"), new Dense(10, "softmax"));
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    var earlyStopping = new EarlyStopping().patience(10).restoreBestWeights(true);
    var comparison = new Comparison();
    History history =
        comparison.fit(
            "stopped early", StopEarly::build, f -> f.epochs(epochs).callbacks(earlyStopping));
    System.out.printf(
        "%d epochs of %d; the best: %d, validation loss %.4f%n",
        history.epoch().size(),
        epochs,
        earlyStopping.bestEpoch() + 1,
        history.get("val_loss").get(earlyStopping.bestEpoch()));
    history.plot(folder.resolve("stopped-early.png"));
    System.out.println("picture: stopped-early.png");
  }
}
