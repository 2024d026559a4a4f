package keras.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What Java and Python measured by turns, so that whatever else the machine does meets both: the
 * median of each number of several rounds, by its place.
 */
final class Alternation {
  private final double[] java;
  private final double[] python;

  private Alternation(double[] java, double[] python) {
    this.java = java;
    this.python = python;
  }

  /** Measures in Java, then in Python, as often as there are rounds, and prints each round. */
  static Alternation of(int rounds, Supplier<double[]> java, Supplier<double[]> python) {
    double[][] ours = new double[rounds][];
    double[][] theirs = new double[rounds][];
    for (int round = 0; round < rounds; round++) {
      ours[round] = java.get();
      theirs[round] = python.get();
      System.out.printf(
          "round %d: Java %s, Python %s%n", round + 1, text(ours[round]), text(theirs[round]));
    }
    return new Alternation(medians(ours), medians(theirs));
  }

  /** Returns what Java took. */
  double java(int place) {
    return java[place];
  }

  /** Returns what Python took. */
  double python(int place) {
    return python[place];
  }

  /** Returns how many times Java's number Python's is, by its place. */
  double times(int place) {
    return python[place] / java[place];
  }

  private static double[] medians(double[][] rounds) {
    double[] medians = new double[rounds[0].length];
    for (int i = 0; i < medians.length; i++) {
      int place = i;
      medians[i] = Median.of(Arrays.stream(rounds).mapToDouble(r -> r[place]).toArray());
    }
    return medians;
  }

  private static String text(double[] seconds) {
    return String.join(
        " / ",
        Arrays.stream(seconds).mapToObj(s -> String.format(Locale.ROOT, "%.4g s", s)).toList());
  }
}
