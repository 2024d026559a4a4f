package keras.ops;

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
}
