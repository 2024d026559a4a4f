package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import examples.SaveAndRestore;
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

/** The page docs/guide/save-and-restore.md, beside Python: its numbers, and its files. */
@ExtendWith(PythonExtension.class)
class SaveAndRestoreTest {
  private static final String DATA =
      """
      table = np.loadtxt(path, delimiter=",", skiprows=1)
      order = np.random.RandomState(42).permutation(len(table))
      tests = int(np.ceil(0.2 * len(table)))
      train, test = table[order[tests:]], table[order[:tests]]
      x_train, x_test = ([t[:, :5], t[:, 2:10]] for t in (train, test))
      y_train, y_test = ([t[:, 10:], t[:, 10:]] for t in (train, test))
      """;

  private static final String NETWORK =
      """
      def network():
          norm_wide, norm_deep = keras.layers.Normalization(), keras.layers.Normalization()
          norm_wide.adapt(x_train[0])
          norm_deep.adapt(x_train[1])
          input_wide = keras.Input((5,), name="input_wide")
          input_deep = keras.Input((8,), name="input_deep")
          hidden1 = keras.layers.Dense(30, activation="relu")(norm_deep(input_deep))
          hidden2 = keras.layers.Dense(30, activation="relu")(hidden1)
          concat = keras.layers.Concatenate()([norm_wide(input_wide), hidden2])
          output = keras.layers.Dense(1, name="output")(concat)
          aux_output = keras.layers.Dense(1, name="aux_output")(hidden2)
          model = keras.Model([input_wide, input_deep], [output, aux_output])
          model.compile(keras.optimizers.Adam(1e-2), ["mse", "mse"], loss_weights=[0.9, 0.1],
              metrics=[[keras.metrics.RootMeanSquaredError()], [keras.metrics.RootMeanSquaredError()]])
          return model

      def scores(model):
          logs = model.evaluate(x_test, y_test, verbose=0, return_dict=True)
          return [logs["loss"]] + [logs[k] for k in ("output_root_mean_squared_error", "aux_output_root_mean_squared_error")]
      """;

  private static final int EPOCHS = 20;

  private final Path dir;

  SaveAndRestoreTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void isWhatPythonDoesAndReads(Python python) throws IOException {
    Printed java = Printed.of(SaveAndRestore::main, EPOCHS, dir);
    assertEquals(5, java.count("same predictions: true"), java::text);
    Map<String, Object> parameters =
        Map.of(
            "path",
            Library.root().resolve("examples/src/main/resources/diabetes.csv"),
            "dir",
            dir,
            "epochs",
            EPOCHS);

    PythonResult keras3 =
        python
            .keras3()
            .exec(
                DATA
                    + NETWORK
                    + """
                    keras.utils.set_random_seed(42)
                    model = network()
                    model.fit(x_train, y_train, epochs=epochs, verbose=0)
                    result["trained"] = scores(model)
                    model.fit(x_train, y_train, verbose=0)
                    result["later"] = scores(model)

                    model = keras.models.load_model(dir + "/my_model.keras")
                    result["keras"] = scores(model)
                    model.fit(x_train, y_train, verbose=0)
                    result["keras later"] = scores(model)
                    result["h5"] = scores(keras.models.load_model(dir + "/my_model.h5"))
                    model = network()
                    model.load_weights(dir + "/my_model.weights.h5")
                    result["weights"] = scores(model)
                    """,
                parameters);
    double[] trained = java.numbers("trained");
    double[] later = java.numbers("  an epoch later");
    assertArrayEquals(keras3.numbers("trained"), trained, 0.01);
    assertArrayEquals(keras3.numbers("later"), later, 0.01);
    for (String file : new String[] {"keras", "h5", "weights"}) {
      assertArrayEquals(trained, keras3.numbers(file), 0.001, file);
    }
    assertArrayEquals(later, keras3.numbers("keras later"), 0.01);

    PythonResult tfKeras =
        python
            .tfKeras()
            .exec(
                DATA
                    + NETWORK
                    + """
                    result["saved model"] = scores(keras.models.load_model(dir + "/my_model"))
                    model = network()
                    model.load_weights(dir + "/my_weights").expect_partial()
                    result["checkpoint"] = scores(model)
                    again = keras.models.load_model(dir + "/my_model.h5", compile=False)
                    model.set_weights(again.get_weights())
                    result["h5"] = scores(model)
                    """,
                parameters);
    for (String file : new String[] {"saved model", "checkpoint", "h5"}) {
      assertArrayEquals(trained, tfKeras.numbers(file), 0.001, file);
    }
  }
}
