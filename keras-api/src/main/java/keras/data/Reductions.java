package keras.data;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.tensorflow.ndarray.NdArray;

/**
 * Sums, means, variances and extremes along axes, bit by bit as NumPy computes them of arrays in
 * C's order: float32 in single precision, a run of memory by halves (pairwise), runs one after the
 * other.
 *
 * <p>NumPy: {@code numpy/_core/_methods.py}, {@code loops_utils.h.src}.
 */
final class Reductions {
  private static final int BLOCK = 128;
  private static final int LANES = 8;

  private final AxisGroups axes;
  private final SampleArray values;
  private final boolean single;

  /** Takes an array whose numbers are float32, or count as float64. */
  Reductions(String caller, NdArray<?> x, int... axes) {
    this.axes = new AxisGroups(caller, x, axes);
    this.values = Moves.flat(caller, x);
    this.single = values.element() == ArrayType.FLOAT32;
  }

  AxisGroups axes() {
    return axes;
  }

  private double round(double value) {
    return single ? (float) value : value;
  }

  /** Returns the sums; of integers they are exact as long as they are below 2^53. */
  double[] sum() {
    return sum(values::number);
  }

  /** Returns exact sums of integers, which wrap as NumPy's do. */
  long[] sumOfIntegers() {
    int run = axes.run();
    long[] sums = new long[Moves.size(axes.left())];
    int[] places = axes.places(run);
    for (int i = 0; i < places.length; i++) {
      for (int j = i * run; j < (i + 1) * run; j++) {
        sums[places[i]] +=
            values.array() instanceof long[] all
                ? all[values.offset() + j]
                : (long) values.number(j);
      }
    }
    return sums;
  }

  private double[] sum(IntToDoubleFunction number) {
    int run = axes.run();
    double[] sums = new double[Moves.size(axes.left())];
    int[] places = axes.places(run);
    for (int i = 0; i < places.length; i++) {
      double more = run == 1 ? number.applyAsDouble(i) : pairwise(number, i * run, run);
      sums[places[i]] = round(sums[places[i]] + more);
    }
    return sums;
  }

  private double pairwise(IntToDoubleFunction number, int from, int n) {
    if (n < LANES) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum = round(sum + number.applyAsDouble(from + i));
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2 - n / 2 % LANES;
      return round(pairwise(number, from, half) + pairwise(number, from + half, n - half));
    }
    double[] lanes = new double[LANES];
    int even = n - n % LANES;
    for (int i = 0; i < even; i++) {
      lanes[i % LANES] = round(lanes[i % LANES] + number.applyAsDouble(from + i));
    }
    double left = round(round(lanes[0] + lanes[1]) + round(lanes[2] + lanes[3]));
    double right = round(round(lanes[4] + lanes[5]) + round(lanes[6] + lanes[7]));
    double sum = round(left + right);
    for (int i = even; i < n; i++) {
      sum = round(sum + number.applyAsDouble(from + i));
    }
    return sum;
  }

  /** Returns the means; of nothing they are NaN. */
  double[] mean() {
    return divided(sum());
  }

  /** Returns the variances, divided by the number of elements. */
  double[] variance() {
    double[] means = mean();
    int run = axes.run();
    int[] places = axes.places(run);
    return divided(
        sum(
            i -> {
              double far = round(values.number(i) - means[places[i / run]]);
              return round(far * far);
            }));
  }

  /** Returns the roots of the variances. */
  double[] deviation() {
    double[] roots = variance();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = round(Math.sqrt(roots[i]));
    }
    return roots;
  }

  private double[] divided(double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = round(sums[i] / axes.count());
    }
    return sums;
  }

  /** Returns where the greatest or least elements are; the first of equals, or the first NaN. */
  int[] extremes(String caller, boolean greatest) {
    if (axes.count() == 0) {
      throw new IllegalArgumentException(caller + ": there is no element to choose from.");
    }
    int run = axes.run();
    int[] places = axes.places(run);
    int[] best = new int[Moves.size(axes.left())];
    Arrays.fill(best, -1);
    for (int i = 0; i < places.length * run; i++) {
      int place = places[i / run];
      if (best[place] < 0 || isBetter(i, best[place], greatest)) {
        best[place] = i;
      }
    }
    return best;
  }

  private boolean isBetter(int one, int other, boolean greatest) {
    if (values.array() instanceof long[] all) {
      int order = Long.compare(all[values.offset() + one], all[values.offset() + other]);
      return greatest ? order > 0 : order < 0;
    }
    double a = values.number(one);
    double b = values.number(other);
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return !Double.isNaN(b);
    }
    return greatest ? a > b : a < b;
  }
}
