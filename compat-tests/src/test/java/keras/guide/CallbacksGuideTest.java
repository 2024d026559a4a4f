package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Callbacks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import keras.architecture.Library;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/guide/callbacks.md, beside Python. */
@ExtendWith(PythonExtension.class)
class CallbacksGuideTest {
  private final Path dir;

  CallbacksGuideTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void saveAndStopAsInPython(Python python) throws IOException {
    Map<String, Object> parameters =
        Map.of(
            "path", Library.root().resolve("examples/src/main/resources/diabetes.csv"), "dir", dir);
    PythonResult theirs =
        python
            .keras3()
            .exec(
                """
                def split(rows):
                    order = np.random.RandomState(42).permutation(len(rows))
                    tests = int(np.ceil(0.2 * len(rows)))
                    return rows[order[tests:]], rows[order[:tests]]

                full, test = split(np.loadtxt(path, delimiter=",", skiprows=1))
                train, valid = split(full)
                valid = valid[:, :10], valid[:, 10:]

                def network():
                    keras.utils.set_random_seed(42)
                    norm = keras.layers.Normalization()
                    norm.adapt(train[:, :10])
                    model = keras.Sequential([keras.Input((10,)), norm, keras.layers.Dense(50, activation="relu"),
                        keras.layers.Dense(50, activation="relu"), keras.layers.Dense(1)])
                    model.compile(keras.optimizers.Adam(3e-2), "mse", metrics=[keras.metrics.RootMeanSquaredError()])
                    return model

                def scores(model):
                    return model.evaluate(test[:, :10], test[:, 10:], verbose=0)

                class PrintValTrainRatioCallback(keras.callbacks.Callback):
                    def on_epoch_end(self, epoch, logs):
                        ratios.append(logs["val_loss"] / logs["loss"])

                ratios = []
                model = network()
                checkpoint_cb = keras.callbacks.ModelCheckpoint(dir + "/python.weights.h5", save_weights_only=True)
                model.fit(train[:, :10], train[:, 10:], epochs=10, validation_data=valid, verbose=0, callbacks=[checkpoint_cb])
                result["trained"] = scores(model)
                model = network()
                checkpoint_cb = keras.callbacks.ModelCheckpoint(dir + "/python.keras", save_best_only=True)
                early_stopping_cb = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
                history = model.fit(train[:, :10], train[:, 10:], epochs=100, validation_data=valid, verbose=0,
                                    callbacks=[checkpoint_cb, early_stopping_cb, PrintValTrainRatioCallback()])
                result["epochs"] = len(history.epoch)
                result["best"] = early_stopping_cb.best_epoch + 1
                result["stopped"] = scores(model)
                result["ratios"] = ratios
                """,
                parameters);

    Printed java = Printed.of(Callbacks::main, 100, dir);

    assertTrue(
        java.text()
            .contains(
                "stopped after %.0f epochs, the best is number %.0f\n"
                    .formatted(theirs.number("epochs"), theirs.number("best"))),
        java::text);
    assertArrayEquals(theirs.numbers("trained"), java.numbers("trained:"), 0.01);
    assertArrayEquals(java.numbers("trained:"), java.numbers("from the checkpoint"));
    assertArrayEquals(theirs.numbers("stopped"), java.numbers("stopped:"), 0.01);
    assertArrayEquals(java.numbers("stopped:"), java.numbers("from the best model's file"));
    double[] ratios = theirs.numbers("ratios");
    assertEquals(ratios.length, java.count("val/train="));
    for (int epoch = 0; epoch < ratios.length; epoch++) {
      assertArrayEquals(
          new double[] {ratios[epoch]}, java.numbers("Epoch=%d,".formatted(epoch)), 0.006);
    }

    PythonResult opened =
        python
            .keras3()
            .exec(
                """
                model = keras.models.load_model(dir + "/my_best_model.keras")
                table = np.loadtxt(path, delimiter=",", skiprows=1)
                order = np.random.RandomState(42).permutation(len(table))
                test = table[order[:int(np.ceil(0.2 * len(table)))]]
                result["best"] = model.evaluate(test[:, :10], test[:, 10:], verbose=0)
                model.load_weights(dir + "/my_checkpoint.weights.h5")
                result["checkpoint"] = model.evaluate(test[:, :10], test[:, 10:], verbose=0)
                """,
                parameters);
    assertArrayEquals(java.numbers("stopped:"), opened.numbers("best"), 0.01);
    assertArrayEquals(java.numbers("trained:"), opened.numbers("checkpoint"), 0.01);
  }
}
