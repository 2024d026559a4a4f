package keras.ops;

import org.tensorflow.types.TInt32;

/**
 * Functions that reduce axes, or run along one.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NumpyReduceRows {
  private static final String REDUCTION = "x | axis=None, keepdims=False";

  /** Reduces over some axes. */
  @FunctionalInterface
  private interface Reduction {
    Expr of(Expr x, int[] axes, boolean keepDims);
  }

  private NumpyReduceRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Mean", REDUCTION, a -> reduce(a, a.floating(), Numpy::mean));
    rows.one("numpy.Sum", REDUCTION, a -> reduce(a, summed(a.x()), Numpy::sum));
    rows.one("numpy.Max", REDUCTION + ", initial=None!", a -> extreme(a, Numpy::max));
    rows.one("numpy.Min", REDUCTION + ", initial=None!", a -> extreme(a, Numpy::min));
    rows.one("numpy.Amax", REDUCTION, a -> extreme(a, Numpy::max));
    rows.one("numpy.Amin", REDUCTION, a -> extreme(a, Numpy::min));
    rows.one("numpy.Ptp", REDUCTION, a -> extreme(a, Numpy::max).sub(extreme(a, Numpy::min)));
    rows.one("numpy.Prod", REDUCTION + ", dtype=None!", a -> reduce(a, summed(a.x()), Numpy::prod));
    rows.one("numpy.Var", REDUCTION, a -> var(a, a.floatOf(a.x())));
    rows.one("numpy.Std", REDUCTION, NumpyReduceRows::std);
    rows.one("numpy.CountNonzero", "x | axis=None", NumpyReduceRows::countNonzero);
    rows.one("numpy.Average", "x, weights=None | axis=None", NumpyReduceRows::average);
    rows.one("numpy.Argmax", REDUCTION, a -> argument(a, a.x(), true));
    rows.one("numpy.Argmin", REDUCTION, a -> argument(a, a.x(), false));
    rows.one("numpy.Cumsum", "x | axis=None, dtype=None", a -> running(a, true));
    rows.one("numpy.Cumprod", "x | axis=None, dtype=None", a -> running(a, false));
    rows.one("numpy.Sort", "x | axis=-1", a -> Sorting.sort(along(a, a.x()), axis(a, a.x())));
    rows.one("numpy.Argsort", "x | axis=-1", a -> Sorting.argsort(along(a, a.x()), axis(a, a.x())));
    rows.one("numpy.Diff", "a | n=1, axis=-1", NumpyReduceRows::diff);
    rows.one("math.Logsumexp", REDUCTION, a -> reduce(a, a.x(), Nn::logSumExp));
    rows.one("numpy.Any", REDUCTION, a -> any(a, a.x().cast(DType.BOOL)));
    rows.one("numpy.All", REDUCTION, a -> all(a, a.x().cast(DType.BOOL)));
  }

  private static Expr reduce(OpArguments a, Expr x, Reduction reduction) {
    return reduction.of(x, a.axes(x), a.flag("keepdims"));
  }

  private static Expr extreme(OpArguments a, Reduction reduction) {
    Expr x = a.x();
    boolean bool = x.dtype() == DType.BOOL;
    return reduce(a, bool ? x.cast(DType.INT32) : x, reduction).cast(x.dtype());
  }

  /** Returns the tensor in the dtype in which Keras adds up. */
  static Expr summed(Expr x) {
    return switch (x.dtype()) {
      case BOOL -> x.cast(DType.INT32);
      case UINT8, UINT16 ->
          throw new UnsupportedOperationException(
              "%s is added up as uint32, which TensorFlow Java has not. Cast it."
                  .formatted(x.dtype()));
      default -> x;
    };
  }

  private static Expr any(OpArguments a, Expr x) {
    return Numpy.notEqual(reduce(a, x.cast(DType.INT32), Numpy::sum), 0);
  }

  private static Expr all(OpArguments a, Expr x) {
    return Numpy.logicalNot(any(a, Numpy.logicalNot(x)));
  }

  private static Expr var(OpArguments a, DType result) {
    return reduce(a, a.x().cast(result), Numpy::var);
  }

  private static Expr std(OpArguments a) {
    return reduce(a, a.x(), Numpy::std);
  }

  private static Expr countNonzero(OpArguments a) {
    Expr x = a.x();
    Expr counted = x.dtype() == DType.BOOL ? x : Numpy.notEqual(x, 0);
    return Numpy.sum(counted.cast(DType.INT32), a.axes(x), false);
  }

  private static Expr average(OpArguments a) {
    Expr given = a.x();
    if (!a.has("weights")) {
      Expr x = a.floating();
      return Numpy.mean(x, a.axes(x), false);
    }
    Expr weights = a.tensor("weights");
    DType dtype = a.floatOf(given, weights);
    Expr x = given.cast(dtype);
    Expr w = weights.cast(dtype);
    if (!a.has("axis") || x.rank() == w.rank()) {
      return Numpy.sum(x.mul(w), a.axes(x), false).div(Numpy.sum(w, a.axes(w), false));
    }
    int[] axis = {a.axis("axis", x.rank())};
    return Tensordot.of(x, w, axis, new int[] {0}).div(w.sum());
  }

  // ---------------------------------------------------------------- along one axis

  /** Returns the tensor; one axis of all values where none is given. */
  private static Expr along(OpArguments a, Expr x) {
    return a.has("axis") ? x : x.reshape(-1);
  }

  private static int axis(OpArguments a, Expr x) {
    return a.has("axis") ? a.axis("axis", x.rank()) : 0;
  }

  /** Returns the place of the largest along an axis, or of the smallest. */
  static Expr argument(OpArguments a, Expr x, boolean largest) {
    Expr computed = x.dtype().isFloating() ? withoutNegativeZero(x) : x;
    Expr along = along(a, computed);
    Expr index = largest ? argMax(along, axis(a, x)) : argMin(along, axis(a, x));
    if (!a.flag("keepdims")) {
      return index;
    }
    long[] ones = new long[x.rank()];
    java.util.Arrays.fill(ones, 1);
    return a.has("axis") ? index.expandDims(axis(a, x)) : index.reshape(ones);
  }

  /** Keras takes -0.0 for a number below 0.0. */
  private static Expr withoutNegativeZero(Expr given) {
    Expr x = given.dtype() == DType.FLOAT64 ? given : given.cast(DType.FLOAT32);
    boolean wide = x.dtype() == DType.FLOAT64;
    Expr negative = x.constant(1).div(x).less(x.constant(0));
    Expr isNegativeZero = Numpy.logicalAnd(x.equal(x.constant(0)), negative);
    double tiny = wide ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    return isNegativeZero.where(x.constant(-tiny), x);
  }

  private static Expr argMax(Expr x, int axis) {
    return x.wrap(x.tf().math.argMax(x, x.tf().constant(axis), TInt32.class));
  }

  private static Expr argMin(Expr x, int axis) {
    return x.wrap(x.tf().math.argMin(x, x.tf().constant(axis), TInt32.class));
  }

  private static Expr running(OpArguments a, boolean sums) {
    return running(a, a.x(), sums);
  }

  /** Adds up, or multiplies, what stands up to each place. */
  static Expr running(OpArguments a, Expr values, boolean sums) {
    Expr given = values.cast(a.dtype("dtype", values.dtype()));
    Expr x = along(a, given.dtype() == DType.BOOL ? given.cast(DType.INT32) : given);
    var axis = x.tf().constant(axis(a, given));
    return x.wrap(sums ? x.tf().math.cumsum(x, axis) : x.tf().math.cumprod(x, axis));
  }

  private static Expr diff(OpArguments a) {
    Expr x = a.tensor("a");
    int axis = a.axis("axis", x.rank());
    if (a.integer("n") < 0) {
      throw a.wrong("n", a.get("n"), "at least 0");
    }
    for (int i = 0; i < a.integer("n"); i++) {
      Expr later = SliceKey.between(x, axis, 1, null);
      Expr earlier = SliceKey.between(x, axis, 0, -1);
      x =
          x.dtype() == DType.BOOL
              ? x.wrap(x.tf().math.notEqual(later, earlier))
              : later.sub(earlier);
    }
    return x;
  }
}
