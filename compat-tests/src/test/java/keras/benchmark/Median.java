package keras.benchmark;

import java.util.Arrays;

/** The middle one of several numbers. */
final class Median {
  private Median() {}

  /** Returns the median, the larger of the two in the middle where their number is even. */
  static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
