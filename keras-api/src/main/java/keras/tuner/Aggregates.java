package keras.tuner;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Means, deviations and ranks as NumPy and SciPy compute them. */
final class Aggregates {
  private static final int BLOCK = 128;

  private Aggregates() {}

  /** Returns the mean, summed in NumPy's order. */
  static double mean(double[] values) {
    return sum(values, 0, values.length) / values.length;
  }

  /** Returns the mean of weighted values; of all alike where there are no weights. */
  static double mean(double[] values, double @Nullable [] weights) {
    if (weights == null) {
      return mean(values);
    }
    double[] weighted = new double[values.length];
    Arrays.setAll(weighted, i -> values[i] * weights[i]);
    return sum(weighted, 0, values.length) / sum(weights, 0, values.length);
  }

  /** Returns the sum by pairs, as NumPy's {@code add.reduce}. */
  private static double sum(double[] values, int from, int to) {
    int n = to - from;
    if (n < 8) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += values[i];
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2 - n / 2 % 8;
      return sum(values, from, from + half) + sum(values, from + half, to);
    }
    double[] r = Arrays.copyOfRange(values, from, from + 8);
    int i = 8;
    for (; i < n - n % 8; i += 8) {
      for (int k = 0; k < 8; k++) {
        r[k] += values[from + i + k];
      }
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; i++) {
      sum += values[from + i];
    }
    return sum;
  }

  /** Returns the deviation from the mean, of all values and not of a sample. */
  static double std(double[] values) {
    double mean = mean(values);
    double[] squares = new double[values.length];
    Arrays.setAll(squares, i -> (values[i] - mean) * (values[i] - mean));
    return Math.sqrt(mean(squares));
  }

  /** Returns the ranks of scores: 1 for the highest, ties the least of theirs, NaN the last. */
  static int[] ranks(double[] scores) {
    int[] ranks = new int[scores.length];
    Arrays.fill(ranks, 1);
    double least = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).min().orElse(Double.NaN);
    if (Double.isNaN(least)) {
      return ranks;
    }
    double[] finite = Arrays.stream(scores).map(s -> finite(s, least - 1)).toArray();
    for (int i = 0; i < ranks.length; i++) {
      for (double other : finite) {
        ranks[i] += other > finite[i] ? 1 : 0;
      }
    }
    return ranks;
  }

  /** What {@code numpy.nan_to_num} makes of a number. */
  private static double finite(double score, double nan) {
    if (Double.isNaN(score)) {
      return nan;
    }
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, score));
  }
}
