package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import keras.callbacks.History;
import keras.python.PythonResult;

/** Compares what {@code fit} tells in Java and in Python. */
final class Histories {
  private Histories() {}

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
