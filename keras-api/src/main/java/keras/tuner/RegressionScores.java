package keras.tuner;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores of numbers: of each column of targets, then the mean of all columns.
 *
 * <p>scikit-learn: sklearn/metrics/_regression.py
 */
final class RegressionScores {
  private static final double EPSILON = Math.ulp(1.0);

  private final double[][] y;
  private final double[][] p;
  private final double @Nullable [] weights;

  private RegressionScores(double[][] y, double[][] p, double @Nullable [] weights) {
    this.y = y;
    this.p = p;
    this.weights = weights;
  }

  static RegressionScores of(Evaluated e) {
    double[][] y = e.targets();
    double[][] p = e.predicted();
    if (y.length == 0 || y[0].length != p[0].length) {
      throw new IllegalArgumentException(
          "score: expected as many outputs as targets, of at least one sample. Received: %d targets and %d outputs of %d samples."
              .formatted(
                  y.length == 0 ? 0 : y[0].length, y.length == 0 ? 0 : p[0].length, y.length));
    }
    return new RegressionScores(y, p, e.weights());
  }

  private double byColumn(ToDoubleBiFunction<double[], double[]> score) {
    double sum = 0;
    for (int c = 0; c < y[0].length; c++) {
      sum += score.applyAsDouble(column(y, c), column(p, c));
    }
    return sum / y[0].length;
  }

  private static double[] column(double[][] rows, int c) {
    return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
  }

  private static double[] differences(double[] y, double[] p) {
    double[] d = new double[y.length];
    Arrays.setAll(d, i -> y[i] - p[i]);
    return d;
  }

  private static double[] distances(double[] y, double[] p) {
    return Arrays.stream(differences(y, p)).map(Math::abs).toArray();
  }

  private double mean(double[] values) {
    return Aggregates.mean(values, weights);
  }

  private double meanSquare(double[] values, double from) {
    return mean(Arrays.stream(values).map(v -> (v - from) * (v - from)).toArray());
  }

  /** The share of the variance that is explained; NaN for a single sample. */
  double r2() {
    if (y.length < 2) {
      return Double.NaN;
    }
    return byColumn((t, o) -> share(meanSquare(differences(t, o), 0), meanSquare(t, mean(t))));
  }

  double explainedVariance() {
    return byColumn(
        (t, o) -> {
          double[] d = differences(t, o);
          return share(meanSquare(d, mean(d)), meanSquare(t, mean(t)));
        });
  }

  private static double share(double left, double all) {
    if (all == 0) {
      return left == 0 ? 1 : 0;
    }
    return 1 - left / all;
  }

  double mse() {
    return byColumn((t, o) -> meanSquare(differences(t, o), 0));
  }

  double rmse() {
    return byColumn((t, o) -> Math.sqrt(meanSquare(differences(t, o), 0)));
  }

  double mae() {
    return byColumn((t, o) -> mean(distances(t, o)));
  }

  /** The middle distance; of weighted samples the first that half of the weight does not pass. */
  double median() {
    return byColumn(
        (t, o) -> {
          double[] d = distances(t, o);
          double[] sorted = d.clone();
          Arrays.sort(sorted);
          int half = sorted.length / 2;
          if (weights == null) {
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
          }
          double[] w = weights;
          double all = Arrays.stream(w).sum();
          for (double candidate : sorted) {
            double below =
                IntStream.range(0, d.length)
                    .filter(i -> d[i] <= candidate)
                    .mapToDouble(i -> w[i])
                    .sum();
            if (below >= all / 2 && below > 0) {
              return candidate;
            }
          }
          return sorted[sorted.length - 1];
        });
  }

  /** The largest distance, whatever samples weigh. */
  double max() {
    if (y[0].length > 1) {
      throw new IllegalArgumentException(
          "neg_max_error: expected one target a sample. Received: %d.".formatted(y[0].length));
    }
    return byColumn((t, o) -> Arrays.stream(distances(t, o)).max().orElse(Double.NaN));
  }

  double mape() {
    return byColumn(
        (t, o) -> {
          double[] d = distances(t, o);
          Arrays.setAll(d, i -> d[i] / Math.max(Math.abs(t[i]), EPSILON));
          return mean(d);
        });
  }

  double msle() {
    return byColumn((t, o) -> meanSquare(differences(logarithms(t), logarithms(o)), 0));
  }

  private static double[] logarithms(double[] values) {
    for (double v : values) {
      if (v <= -1) {
        throw new IllegalArgumentException(
            "neg_mean_squared_log_error: targets and outputs must be above -1. Received: %s."
                .formatted(v));
      }
    }
    return Arrays.stream(values).map(Math::log1p).toArray();
  }
}
