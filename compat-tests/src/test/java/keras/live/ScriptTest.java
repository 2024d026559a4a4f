package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import keras.Keras;
import keras.callbacks.History;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.NdArray;

/** What tests of public scripts begin with in both languages, and how they compare histories. */
@ExtendWith(PythonExtension.class)
abstract class ScriptTest {
  static final String SEED =
      """
      L, ops = keras.layers, keras.ops
      rng = np.random.default_rng(1)
      keras.backend.clear_session()
      keras.utils.set_random_seed(42)
      """;

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
    Keras.setRandomSeed(42);
  }

  static NdArray<?> array(PythonResult result, String name) {
    return result.array(name).toNdArray();
  }

  /** Whether the history has Python's names and numbers, within a tolerance of each of them. */
  static void assertNear(PythonResult expected, History history, double tolerance) {
    assertEquals(expected.map("history").keySet(), history.history().keySet());
    history
        .history()
        .forEach(
            (name, values) -> {
              double[] series = expected.series("history", name);
              assertEquals(series.length, values.size(), name);
              for (int i = 0; i < series.length; i++) {
                double near = tolerance * Math.max(1, Math.abs(series[i]));
                assertEquals(series[i], values.get(i), near, name + " " + Arrays.toString(series));
              }
            });
  }
}
