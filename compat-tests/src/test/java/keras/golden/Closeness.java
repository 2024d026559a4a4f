package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.tensorflow.ndarray.NdArray;

/** Numbers are close where {@code |a - b| <= atol + rtol * |b|}; NaN is close to NaN. */
public record Closeness(double atol, double rtol) {
  /** Allows a difference relative to numbers above 1, absolute below: {@code max(1, |b|)}. */
  public static Closeness relative(double tolerance) {
    return new Closeness(tolerance, tolerance);
  }

  /** Whether two numbers are close. */
  public boolean holds(double expected, double actual) {
    return Double.compare(expected, actual) == 0
        || Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
  }

  /** Checks a number. */
  public void check(String what, double expected, double actual) {
    if (!holds(expected, actual)) {
      fail("%s: expected %s. Received: %s.".formatted(what, expected, actual));
    }
  }

  /** Checks lists of arrays: their number, shapes and values. */
  public void check(
      String what, List<? extends NdArray<?>> expected, List<? extends NdArray<?>> actual) {
    assertEquals(expected.size(), actual.size(), what + ": number of arrays");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).shape(), actual.get(i).shape(), what + " " + i + ": shape");
      check(what + " " + i, doubles(expected.get(i)), doubles(actual.get(i)));
    }
  }

  /** Checks numbers. */
  public void check(String what, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, what + ": number of values");
    int wrong = 0;
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!holds(expected[i], actual[i])) {
        wrong++;
        boolean worse =
            !(Math.abs(actual[i] - expected[i]) <= Math.abs(actual[worst] - expected[worst]));
        worst = worse ? i : worst;
      }
    }
    if (wrong > 0) {
      fail(
          "%s: %d of %d values differ; the most at %d: expected %s. Received: %s."
              .formatted(what, wrong, expected.length, worst, expected[worst], actual[worst]));
    }
  }

  /** Returns the elements of an array, row-major. */
  public static double[] doubles(NdArray<?> array) {
    HostTensor wide = HostTensor.of(array).cast(DType.FLOAT64);
    double[] values = new double[Math.toIntExact(array.shape().size())];
    wide.data().asDoubleBuffer().get(values);
    return values;
  }
}
