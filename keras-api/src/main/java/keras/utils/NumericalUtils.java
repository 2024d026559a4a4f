package keras.utils;

import java.util.Arrays;

/**
 * Numbers of classes as vectors, and vectors of one length.
 *
 * <pre>{@code
 * float[][] y = NumericalUtils.toCategorical(new int[] {0, 2, 1}, 3);
 * }</pre>
 *
 * <p>Differs from Keras: the vectors of classes are float32, NumPy's are float64.
 *
 * <p>Keras: {@code keras/src/utils/numerical_utils.py}.
 */
public final class NumericalUtils {
  private NumericalUtils() {}

  /**
   * Returns a vector for each class that is 1 at its number and 0 elsewhere; as long as the largest
   * number asks.
   */
  public static float[][] toCategorical(int[] x) {
    int largest = Arrays.stream(x).max().orElse(-1);
    if (largest < 0) {
      throw new IllegalArgumentException(
          "toCategorical: expected a class of 0 or more, or numClasses. Received: %s."
              .formatted(x.length == 0 ? "no class" : "the largest class " + largest));
    }
    return toCategorical(x, largest + 1);
  }

  /**
   * Returns a vector of {@code numClasses} numbers for each class that is 1 at its number and 0
   * elsewhere. Negative numbers count from the end, as in Python.
   *
   * @throws IllegalArgumentException if a class is not below {@code numClasses}
   */
  public static float[][] toCategorical(int[] x, int numClasses) {
    if (numClasses < 1) {
      throw new IllegalArgumentException(
          "toCategorical: numClasses must be positive. Received: numClasses=%d."
              .formatted(numClasses));
    }
    float[][] y = new float[x.length][numClasses];
    for (int i = 0; i < x.length; i++) {
      int place = x[i] < 0 ? x[i] + numClasses : x[i];
      if (place < 0 || place >= numClasses) {
        throw new IllegalArgumentException(
            "toCategorical: the classes must be below numClasses=%d. Received: the class %d at place %d."
                .formatted(numClasses, x[i], i));
      }
      y[i][place] = 1;
    }
    return y;
  }

  /** Returns rows of length 1 by the root of the sum of squares; rows of zeros stay. */
  public static double[][] normalize(double[][] x) {
    return normalize(x, 2);
  }

  /**
   * Returns rows of norm 1; rows of zeros stay.
   *
   * @param order of the norm: 1, 2, any other number above 0, or infinity for the largest absolute
   *     value
   */
  public static double[][] normalize(double[][] x, double order) {
    if (!(order > 0)) {
      throw new IllegalArgumentException(
          "normalize: order must be above 0. Received: order=%s.".formatted(order));
    }
    return Arrays.stream(x)
        .map(
            row -> {
              double norm = norm(row, order);
              double by = norm == 0 ? 1 : norm;
              return Arrays.stream(row).map(v -> v / by).toArray();
            })
        .toArray(double[][]::new);
  }

  private static double norm(double[] row, double order) {
    if (Double.isInfinite(order)) {
      return Arrays.stream(row).map(Math::abs).max().orElse(0);
    }
    if (order == 2) {
      double sum = 0;
      for (double v : row) {
        sum += v * v;
      }
      return Math.sqrt(sum);
    }
    double sum = 0;
    for (double v : row) {
      sum += Math.pow(Math.abs(v), order);
    }
    return Math.pow(sum, 1 / order);
  }
}
