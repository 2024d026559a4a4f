package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/** Compares tensors with Keras': the same dtype, the same shape, near values; null where null. */
record TensorComparison(Closeness closeness) {
  void check(String what, @Nullable HostTensor expected, @Nullable HostTensor actual) {
    if (expected == null || actual == null) {
      assertEquals(expected, actual, what);
      return;
    }
    assertEquals(expected.dtype(), actual.dtype(), what + ": dtype");
    assertEquals(expected.shape(), actual.shape(), what + ": shape");
    if (expected.dtype() == DType.STRING) {
      assertEquals(expected, actual, what);
      return;
    }
    closeness.check(what, Evaluation.doubles(expected), Evaluation.doubles(actual));
  }

  void check(
      String what,
      List<? extends @Nullable HostTensor> expected,
      List<? extends @Nullable HostTensor> actual) {
    assertEquals(expected.size(), actual.size(), what);
    for (int i = 0; i < expected.size(); i++) {
      check(what + " " + i, expected.get(i), actual.get(i));
    }
  }
}
