package keras.layers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import keras.data.SampleArray;

/**
 * A summary of numbers that come in batches: some of them, and how many each stands for, as
 * float32.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/discretization.py}, {@code summarize}, {@code
 * merge_summaries} and {@code compress_summary}.
 */
final class Quantiles {
  private final double epsilon;
  private double[] values = {};
  private double[] weights = {};

  Quantiles(double epsilon) {
    this.epsilon = epsilon;
  }

  /** Takes a summary that was written down: the numbers, then how many each stands for. */
  static Quantiles of(double epsilon, float[] summary) {
    Quantiles quantiles = new Quantiles(epsilon);
    int n = summary.length / 2;
    quantiles.values = IntStream.range(0, n).mapToDouble(i -> summary[i]).toArray();
    quantiles.weights = IntStream.range(n, 2 * n).mapToDouble(i -> summary[i]).toArray();
    return quantiles;
  }

  /** Takes more numbers. */
  void add(SampleArray data) {
    SampleArray floats = data.cast("float32");
    float[] sorted = (float[]) floats.allocate(floats.count());
    floats.copy(0, floats.count(), sorted);
    Arrays.sort(sorted);
    double step = Math.max(sorted.length / (1.0 / epsilon), 1);
    int start = (int) (step - 1);
    int[] chosen = IntStream.iterate(start, i -> i < sorted.length, i -> i + (int) step).toArray();
    int n = values.length;
    double[] all = Arrays.copyOf(values, n + chosen.length);
    double[] counts = Arrays.copyOf(weights, n + chosen.length);
    for (int i = 0; i < chosen.length; i++) {
      all[n + i] = sorted[chosen[i]];
      counts[n + i] = (float) step;
    }
    Integer[] order = IntStream.range(0, all.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> all[i]));
    values = Arrays.stream(order).mapToDouble(i -> all[i]).toArray();
    weights = Arrays.stream(order).mapToDouble(i -> counts[i]).toArray();
    compress(epsilon);
  }

  /** Returns the boundaries of bins that hold as many numbers each. */
  double[] boundaries(Object who, int bins) {
    if (values.length == 0) {
      throw new IllegalArgumentException(who + ".adapt: expected at least one number.");
    }
    compress(1.0 / bins);
    return Arrays.copyOf(values, values.length - 1);
  }

  /** Keeps what lies at each part of the whole. */
  private void compress(double part) {
    if (values.length * part < 1) {
      return;
    }
    double[] sums = new double[weights.length];
    float sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += (float) weights[i];
      sums[i] = sum;
    }
    double whole = sums[sums.length - 1];
    double[] parts = Arrays.stream(sums).map(s -> (float) s / (float) whole).toArray();
    int steps = (int) Math.ceil(1.0 / part);
    double[] next = new double[steps];
    double[] ends = new double[steps];
    for (int i = 0; i < steps; i++) {
      double at = part + i * part;
      next[i] = interpolate(at, parts, values);
      ends[i] = interpolate(at, parts, sums);
    }
    double[] own = new double[steps];
    for (int i = 0; i < steps; i++) {
      own[i] = (float) (ends[i] - (i == 0 ? 0 : ends[i - 1]));
      next[i] = (float) next[i];
    }
    values = next;
    weights = own;
  }

  /** As {@code np.interp}. */
  private static double interpolate(double at, double[] x, double[] y) {
    int last = x.length - 1;
    if (at <= x[0]) {
      return y[0];
    }
    if (at >= x[last]) {
      return y[last];
    }
    int i = 0;
    while (i < last - 1 && x[i + 1] <= at) {
      i++;
    }
    double slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    return slope * (at - x[i]) + y[i];
  }
}
