package keras.bits;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import keras.engine.HostTensor;
import keras.ops.DType;

/** How far two tensors are apart. */
final class Distance {
  private Distance() {}

  /**
   * Returns the largest difference of two elements in units in the last place of the largest
   * expected value; 0 only where every bit is the same, but for the bits of a NaN.
   *
   * @return infinity where dtypes or shapes differ, or one side alone is not finite
   */
  static double inUlps(HostTensor expected, HostTensor computed) {
    if (expected.dtype() != computed.dtype()
        || !Arrays.equals(expected.shape().asArray(), computed.shape().asArray())) {
      return Double.POSITIVE_INFINITY;
    }
    if (expected.data().equals(computed.data())) {
      return 0;
    }
    ByteBuffer e = doubles(expected);
    ByteBuffer c = doubles(computed);
    double largest = Double.MIN_VALUE;
    double difference = 0;
    while (e.hasRemaining()) {
      double x = e.getDouble();
      double y = c.getDouble();
      if (Double.isFinite(x)) {
        largest = Math.max(largest, Math.abs(x));
      }
      if (x != y && !(Double.isNaN(x) && Double.isNaN(y))) {
        double apart = Math.abs(x - y);
        difference = Math.max(difference, Double.isNaN(apart) ? Double.MAX_VALUE : apart);
      }
    }
    return difference / ulp(expected.dtype(), largest);
  }

  /** Returns how many elements differ in their bits. */
  static int elements(HostTensor expected, HostTensor computed) {
    int size = expected.dtype().bytes();
    int differ = 0;
    for (int at = 0; at < expected.data().remaining(); at += size) {
      if (!expected.data().slice(at, size).equals(computed.data().slice(at, size))) {
        differ++;
      }
    }
    return differ;
  }

  private static double ulp(DType dtype, double value) {
    return switch (dtype) {
      case FLOAT64 -> Math.ulp(value);
      case FLOAT32 -> Math.ulp((float) value);
      case BFLOAT16 -> Math.ulp((float) value) * 0x1p16;
      case FLOAT16 -> Math.ulp((float) value) * 0x1p13;
      default -> 1;
    };
  }

  private static ByteBuffer doubles(HostTensor t) {
    return t.cast(DType.FLOAT64).data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }
}
