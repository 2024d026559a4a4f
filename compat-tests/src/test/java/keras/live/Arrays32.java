package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import org.tensorflow.ndarray.NdArray;

/** Compares arrays from Java with arrays from Python. */
final class Arrays32 {
  private Arrays32() {}

  /** Whether every value is within {@code tolerance} of Python's, of itself where above 1. */
  static void assertNear(
      String what, List<HostTensor> python, List<? extends NdArray<?>> java, double tolerance) {
    assertEquals(python.size(), java.size(), what);
    for (int i = 0; i < python.size(); i++) {
      assertNear(what + "[" + i + "]", python.get(i), java.get(i), tolerance);
    }
  }

  /** Whether every value is within {@code tolerance} of Python's, of itself where above 1. */
  static void assertNear(String what, HostTensor python, NdArray<?> java, double tolerance) {
    HostTensor mine = HostTensor.of(java);
    assertEquals(Shapes.show(python.shape()), Shapes.show(mine.shape()), what);
    float[] p = python.floats();
    float[] j = mine.floats();
    for (int i = 0; i < p.length; i++) {
      assertEquals(p[i], j[i], tolerance * Math.max(1, Math.abs(p[i])), what + " at " + i);
    }
  }
}
