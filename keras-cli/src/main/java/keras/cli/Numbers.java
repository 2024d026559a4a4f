package keras.cli;

import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import org.tensorflow.ndarray.NdArray;

/** How far two arrays are from one another. */
final class Numbers {
  private Numbers() {}

  /** Returns the sizes of the axes. */
  static List<Long> sizes(NdArray<?> array) {
    List<Long> sizes = new ArrayList<>();
    for (long size : array.shape().asArray()) {
      sizes.add(size);
    }
    return sizes;
  }

  /** Returns the largest |a - b|; infinite where just one of two values is not a number. */
  static double largestDifference(NdArray<?> a, NdArray<?> b) {
    return largest(a, b, 0, 0);
  }

  /** Whether |a - b| is at most {@code absolute + relative * |b|} everywhere, as NumPy says. */
  static boolean close(NdArray<?> a, NdArray<?> b, double absolute, double relative) {
    return largest(a, b, absolute, relative) <= 0;
  }

  private static double largest(NdArray<?> a, NdArray<?> b, double absolute, double relative) {
    float[] x = HostTensor.of(a).floats();
    float[] y = HostTensor.of(b).floats();
    double worst = absolute > 0 || relative > 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < x.length; i++) {
      if (Float.floatToIntBits(x[i]) == Float.floatToIntBits(y[i])) {
        continue;
      }
      double off = Math.abs((double) x[i] - y[i]) - absolute - relative * Math.abs((double) y[i]);
      worst = Math.max(worst, Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
    }
    return worst;
  }
}
