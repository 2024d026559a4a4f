package keras.layers;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The mean and the variance of an array along some axes, summed in NumPy's order: pairwise where
 * neighbours in memory are summed, else one after the other.
 */
final class NumpyMoments {
  private static final int BLOCK = 128;

  private final int[] keys;
  private final int outputs;
  private final int run;
  private final boolean single;

  private NumpyMoments(int[] keys, int outputs, int run, boolean single) {
    this.keys = keys;
    this.outputs = outputs;
    this.run = run;
    this.single = single;
  }

  /**
   * Computes means and variances, row-major along the kept axes.
   *
   * @param single whether every step is rounded to 32 bits
   */
  static double[][] of(double[] values, long[] shape, int[] kept, boolean single) {
    int[] keys = new int[values.length];
    int outputs = 1;
    int inner = 1;
    int run = 1;
    boolean trailing = true;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      int size = Math.toIntExact(shape[axis]);
      int at = axis;
      if (IntStream.of(kept).anyMatch(k -> k == at)) {
        for (int i = 0; i < keys.length; i++) {
          keys[i] += i / inner % size * outputs;
        }
        outputs *= size;
        trailing = trailing && size == 1;
      } else if (trailing) {
        run *= size;
      }
      inner *= size;
    }
    NumpyMoments m = new NumpyMoments(keys, outputs, run, single);
    double count = m.round((double) values.length / outputs);
    double[] mean = m.sum(values);
    Arrays.setAll(mean, i -> m.round(mean[i] / count));
    double[] squares = new double[values.length];
    Arrays.setAll(
        squares,
        i -> {
          double difference = m.round(values[i] - mean[keys[i]]);
          return m.round(difference * difference);
        });
    double[] variance = m.sum(squares);
    Arrays.setAll(variance, i -> m.round(variance[i] / count));
    return new double[][] {mean, variance};
  }

  private double round(double value) {
    return single ? (float) value : value;
  }

  private double[] sum(double[] values) {
    double[] sums = new double[outputs];
    for (int i = 0; i < values.length; i += run) {
      sums[keys[i]] = round(sums[keys[i]] + pairwise(values, i, run));
    }
    return sums;
  }

  private double pairwise(double[] v, int from, int n) {
    if (n > BLOCK) {
      int half = n / 2 - n / 2 % 8;
      return round(pairwise(v, from, half) + pairwise(v, from + half, n - half));
    }
    if (n < 8) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum = round(sum + v[from + i]);
      }
      return sum;
    }
    double[] lane = Arrays.copyOfRange(v, from, from + 8);
    int i = 8;
    for (; i < n - n % 8; i += 8) {
      for (int j = 0; j < 8; j++) {
        lane[j] = round(lane[j] + v[from + i + j]);
      }
    }
    double sum =
        round(
            round(round(lane[0] + lane[1]) + round(lane[2] + lane[3]))
                + round(round(lane[4] + lane[5]) + round(lane[6] + lane[7])));
    for (; i < n; i++) {
      sum = round(sum + v[from + i]);
    }
    return sum;
  }
}
