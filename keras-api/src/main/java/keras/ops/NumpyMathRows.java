package keras.ops;

import java.util.function.UnaryOperator;

/**
 * Functions of each value of a tensor by itself.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NumpyMathRows {
  private NumpyMathRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Copy", "x", a -> a.x());
    same(rows, "Negative", Expr::neg);
    rows.one("numpy.Absolute", "x", a -> absolute(a.x()));
    rows.one("numpy.Abs", "x", a -> absolute(a.x()));
    same(rows, "Sign", Numpy::sign);
    floating(rows, "Sqrt", Expr::sqrt);
    floating(rows, "Exp", Expr::exp);
    floating(rows, "Log", Expr::log);
    floating(rows, "Tanh", Expr::tanh);
    rows.one("numpy.Square", "x", a -> bools(a.x()).square());
    rows.one("numpy.LogicalNot", "x", a -> Numpy.logicalNot(a.x().cast(DType.BOOL)));
    rows.one("numpy.Clip", "x | x_min, x_max", NumpyMathRows::clip);
  }

  private static void same(OpRows rows, String name, UnaryOperator<Expr> function) {
    rows.one("numpy." + name, "x", a -> function.apply(a.x()));
  }

  /** Whole numbers become floats first. */
  private static void floating(OpRows rows, String name, UnaryOperator<Expr> function) {
    rows.one("numpy." + name, "x", a -> function.apply(a.floating()));
  }

  private static Expr absolute(Expr x) {
    return x.dtype() == DType.BOOL || x.dtype() == DType.UINT8 || x.dtype() == DType.UINT16
        ? x
        : x.abs();
  }

  private static Expr bools(Expr x) {
    return x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x;
  }

  private static Expr clip(OpArguments a) {
    Expr x = bools(a.x());
    return x.minimum(bound(a, "x_max", x)).maximum(bound(a, "x_min", x));
  }

  private static Expr bound(OpArguments a, String name, Expr x) {
    Object value = a.get(name);
    if (!x.dtype().isFloating() && !ResultTypes.isWhole(value)) {
      throw a.wrong(name, value);
    }
    return a.tensor(value, x.dtype());
  }
}
