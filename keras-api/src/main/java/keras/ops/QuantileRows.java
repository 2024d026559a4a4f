package keras.ops;

import java.util.stream.IntStream;
import org.tensorflow.op.core.Gather;

/**
 * Quantiles, percentiles and medians.
 *
 * <p>Differs from Keras: {@code quantile}'s {@code method} counts in functional models too; Keras'
 * class of it keeps the argument and computes {@code linear}.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class QuantileRows {
  private static final String SIGNATURE = "x, q | axis=None, method='linear', keepdims=False";
  private static final String MEDIAN = "x | axis=None, keepdims=False";

  private QuantileRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Quantile", SIGNATURE, a -> quantile(a, a.tensor("q"), false));
    rows.one("numpy.Percentile", SIGNATURE, a -> quantile(a, hundredth(a), false));
    rows.one("numpy.Nanquantile", SIGNATURE, a -> quantile(a, a.tensor("q"), true));
    rows.one("numpy.Nanpercentile", SIGNATURE, a -> quantile(a, hundredth(a), true));
    rows.one("numpy.Median", MEDIAN, a -> median(a, false));
    rows.one("numpy.Nanmedian", MEDIAN, a -> median(a, true));
  }

  private static Expr hundredth(OpArguments a) {
    return a.tensor("q").cast(DType.FLOAT32).div(100);
  }

  private static Expr median(OpArguments a, boolean nan) {
    Expr half = Core.constant(a.any().tf(), 0.5, DType.FLOAT32);
    return new Quantile(a, half, "linear", nan).compute();
  }

  private static Expr quantile(OpArguments a, Expr q, boolean nan) {
    if (q.rank() > 1) {
      throw a.wrong("q", Shapes.show(q.shape()), "a number or a vector");
    }
    String method = a.text("method", "linear", "lower", "higher", "midpoint", "nearest");
    return new Quantile(a, q, method, nan).compute();
  }

  /** One call: the values along the reduced axes are sorted, and those around the place taken. */
  private static final class Quantile {
    private final OpArguments a;
    private final Expr x;
    private final Expr q;
    private final String method;
    private final boolean nan;
    private final int[] axes;

    Quantile(OpArguments a, Expr q, String method, boolean nan) {
      this.a = a;
      this.x = a.floating();
      this.q = q.cast(DType.FLOAT64);
      this.method = method;
      this.nan = nan;
      this.axes = a.axes(x);
    }

    Expr compute() {
      int[] others = Numpy.axesBut(x, axes);
      Expr moved =
          x.transpose(IntStream.concat(IntStream.of(others), IntStream.of(axes)).toArray());
      Expr rows = Reshapes.merged(moved, others.length);
      Expr isNan = x.wrap(x.tf().math.isNan(rows));
      int last = others.length;
      Expr filled = nan ? isNan.where(x.constant(Double.POSITIVE_INFINITY), rows) : rows;
      Expr sorted = Sorting.sort(filled, last);
      Expr taken = taken(sorted, count(isNan, last));
      Expr none = nan ? all(isNan, last) : Numpy.any(isNan, last);
      none = q.rank() == 0 ? none : none.expandDims(last);
      taken = none.where(taken.constant(Double.NaN), taken);
      if (q.rank() == 1) {
        int[] front = IntStream.concat(IntStream.of(last), IntStream.range(0, last)).toArray();
        taken = taken.transpose(front);
      }
      if (a.flag("keepdims")) {
        for (int axis : IntStream.of(axes).sorted().toArray()) {
          taken = taken.expandDims(axis + q.rank());
        }
      }
      return taken;
    }

    private static Expr all(Expr x, int axis) {
      return Numpy.logicalNot(Numpy.any(Numpy.logicalNot(x), axis));
    }

    /** Returns how many values there are, float64: of each row, or of all rows. */
    private Expr count(Expr isNan, int axis) {
      if (!nan) {
        return Core.size(isNan, axis).cast(DType.FLOAT64);
      }
      Expr count = Numpy.sum(Numpy.logicalNot(isNan).cast(DType.FLOAT64), axis, false);
      return q.rank() == 0 ? count : count.expandDims(axis);
    }

    private Expr taken(Expr sorted, Expr count) {
      Expr exact = count.sub(1).mul(q);
      Expr last = count.sub(1).cast(DType.INT32).maximum(0);
      Expr lower = limited(Numpy.floor(exact), last);
      Expr higher = limited(Numpy.ceil(exact), last);
      return switch (method) {
        case "lower" -> at(sorted, lower);
        case "higher" -> at(sorted, higher);
        case "nearest" -> at(sorted, limited(exact.wrap(exact.tf().math.rint(exact)), last));
        case "midpoint" -> at(sorted, lower).add(at(sorted, higher)).mul(0.5);
        default -> between(sorted, exact, higher, last);
      };
    }

    /** Keras looks for the neighbours so that there is a gradient at both ends. */
    private Expr between(Expr sorted, Expr exact, Expr higher, Expr last) {
      Expr smaller = higher.sub(1).maximum(0);
      Expr larger = smaller.add(1).minimum(last);
      Expr fraction = larger.cast(DType.FLOAT64).sub(exact).cast(sorted.dtype());
      Expr above = at(sorted, larger).mul(fraction.constant(1).sub(fraction));
      return above.add(at(sorted, smaller).mul(fraction));
    }

    private static Expr limited(Expr place, Expr last) {
      return place.cast(DType.INT32).minimum(last).maximum(0);
    }

    /** Takes the same places of all rows, or other ones of each row. */
    private Expr at(Expr sorted, Expr places) {
      int last = sorted.rank() - 1;
      if (!nan) {
        return Numpy.take(sorted, places, last);
      }
      Expr each = q.rank() == 0 ? places.expandDims(last) : places;
      Expr found =
          sorted.wrap(
              sorted
                  .tf()
                  .gather(sorted, each, sorted.tf().constant(last), Gather.batchDims((long) last)));
      return q.rank() == 0 ? Numpy.squeeze(found, (long) last) : found;
    }
  }
}
