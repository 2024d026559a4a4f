package keras.ops;

import org.jspecify.annotations.Nullable;

/**
 * Reductions that look past what is no number.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NanRows {
  private static final String REDUCTION = "x | axis=None, keepdims=False";
  private static final String RUNNING = "x | axis=None, dtype=None";

  private NanRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Nansum", REDUCTION, a -> sum(a, a.x()));
    rows.one("numpy.Nanprod", REDUCTION, a -> prod(a, a.x()));
    rows.one("numpy.Nanmean", REDUCTION, a -> mean(a, a.x(), a.flag("keepdims")));
    rows.one("numpy.Nanvar", REDUCTION, a -> var(a, a.floating()));
    rows.one("numpy.Nanstd", REDUCTION, a -> var(a, a.floating()).sqrt());
    rows.one("numpy.Nanmax", REDUCTION, a -> extreme(a, a.x(), true));
    rows.one("numpy.Nanmin", REDUCTION, a -> extreme(a, a.x(), false));
    rows.one("numpy.Nanargmax", REDUCTION, a -> argument(a, a.x(), true));
    rows.one("numpy.Nanargmin", REDUCTION, a -> argument(a, a.x(), false));
    rows.one("numpy.Nancumsum", RUNNING, a -> running(a, 0));
    rows.one("numpy.Nancumprod", RUNNING, a -> running(a, 1));
  }

  private static @Nullable Expr isNan(Expr x) {
    return x.dtype().isFloating() ? x.wrap(x.tf().math.isNan(x)) : null;
  }

  /** Returns a number in the place of each NaN. */
  private static Expr with(Expr x, double number) {
    Expr isNan = isNan(x);
    return isNan == null ? x : isNan.where(x.constant(number), x);
  }

  private static Expr sum(OpArguments a, Expr x) {
    return Numpy.sum(NumpyReduceRows.summed(with(x, 0)), a.axes(x), a.flag("keepdims"));
  }

  private static Expr prod(OpArguments a, Expr x) {
    return Numpy.prod(NumpyReduceRows.summed(with(x, 1)), a.axes(x), a.flag("keepdims"));
  }

  private static Expr mean(OpArguments a, Expr x, boolean keep) {
    Expr isNan = isNan(x);
    if (isNan == null) {
      return Numpy.mean(x.cast(DType.FLOAT32), a.axes(x), keep);
    }
    Expr total = Numpy.sum(with(x, 0), a.axes(x), keep);
    return total.div(Numpy.sum(Numpy.logicalNot(isNan).cast(x.dtype()), a.axes(x), keep));
  }

  /** Averages the squared distances from the mean, of floats. */
  private static Expr var(OpArguments a, Expr x) {
    Expr valid = Numpy.logicalNot(x.wrap(x.tf().math.isNan(x)));
    Expr centred = valid.where(x.sub(mean(a, x, true)), Numpy.zerosLike(x));
    boolean keep = a.flag("keepdims");
    Expr count = Numpy.sum(valid.cast(x.dtype()), a.axes(x), keep);
    return Numpy.sum(centred.square(), a.axes(x), keep).div(count);
  }

  private static Expr extreme(OpArguments a, Expr given, boolean largest) {
    Expr x = given.dtype() == DType.BOOL ? given.cast(DType.INT32) : given;
    boolean keep = a.flag("keepdims");
    double none = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    Expr isNan = isNan(x);
    Expr clean = isNan == null ? x : with(x, none);
    Expr best = largest ? Numpy.max(clean, a.axes(x), keep) : Numpy.min(clean, a.axes(x), keep);
    return isNan == null
        ? best.cast(given.dtype())
        : all(a, isNan).where(x.constant(Double.NaN), best);
  }

  /** Whether all are true along the axes. */
  private static Expr all(OpArguments a, Expr x) {
    Expr falses = Numpy.logicalNot(x).cast(DType.INT32);
    return Numpy.sum(falses, a.axes(x), a.flag("keepdims")).equal(falses.constant(0));
  }

  /** -1 where there is no number. */
  private static Expr argument(OpArguments a, Expr x, boolean largest) {
    Expr isNan = isNan(x);
    if (isNan == null) {
      return NumpyReduceRows.argument(a, x, largest);
    }
    double none = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    Expr index = NumpyReduceRows.argument(a, with(x, none), largest);
    return all(a, isNan).where(index.constant(-1), index);
  }

  /** Keras takes the largest number for infinity here. */
  private static Expr running(OpArguments a, double none) {
    return NumpyReduceRows.running(a, NumpyMathRows.nanToNum(a.x(), none), none == 0);
  }
}
