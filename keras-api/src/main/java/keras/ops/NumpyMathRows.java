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
    rows.one("numpy.Copy", "x", OpArguments::x);
    same(rows, "Negative", Expr::neg);
    rows.one("numpy.Absolute", "x", a -> absolute(a.x()));
    rows.one("numpy.Abs", "x", a -> absolute(a.x()));
    same(rows, "Sign", Numpy::sign);
    rows.one("numpy.Square", "x", a -> bools(a.x()).square());
    rows.one("numpy.LogicalNot", "x", a -> Numpy.logicalNot(a.x().cast(DType.BOOL)));
    rows.one("numpy.Clip", "x | x_min, x_max", NumpyMathRows::clip);
    rows.one("numpy.Cbrt", "x", NumpyMathRows::cbrt);
    rows.one("numpy.Round", "x | decimals=0", NumpyMathRows::round);
    rows.one("numpy.Trunc", "x", NumpyMathRows::trunc);
    rows.one("numpy.NanToNum", "x | nan=0.0, posinf=None, neginf=None", NumpyMathRows::nanToNum);
    exponentials(rows);
    trigonometry(rows);
    questions(rows);
  }

  private static void exponentials(OpRows rows) {
    floating(rows, "Sqrt", Expr::sqrt);
    floating(rows, "Exp", Expr::exp);
    floating(rows, "Exp2", x -> x.constant(2).pow(x));
    floating(rows, "Expm1", x -> x.wrap(x.tf().math.expm1(x)));
    floating(rows, "Log", Expr::log);
    floating(rows, "Log1p", x -> x.wrap(x.tf().math.log1p(x)));
    floating(rows, "Log2", x -> x.log().div(x.constant(2).log()));
    floating(rows, "Log10", x -> x.log().div(x.constant(10).log()));
    floating(rows, "Ceil", Numpy::ceil);
    floating(rows, "Floor", Numpy::floor);
    same(rows, "Reciprocal", x -> x.wrap(x.tf().math.reciprocal(x)));
  }

  private static void trigonometry(OpRows rows) {
    floating(rows, "Sin", x -> x.wrap(x.tf().math.sin(x)));
    floating(rows, "Cos", Numpy::cos);
    floating(rows, "Tan", x -> x.wrap(x.tf().math.tan(x)));
    floating(rows, "Arcsin", x -> x.wrap(x.tf().math.asin(x)));
    floating(rows, "Arccos", x -> x.wrap(x.tf().math.acos(x)));
    floating(rows, "Arctan", x -> x.wrap(x.tf().math.atan(x)));
    floating(rows, "Sinh", x -> x.wrap(x.tf().math.sinh(x)));
    floating(rows, "Cosh", x -> x.wrap(x.tf().math.cosh(x)));
    floating(rows, "Tanh", Expr::tanh);
    floating(rows, "Arcsinh", x -> x.wrap(x.tf().math.asinh(x)));
    floating(rows, "Arccosh", x -> x.wrap(x.tf().math.acosh(x)));
    floating(rows, "Arctanh", x -> x.wrap(x.tf().math.atanh(x)));
    rows.one("numpy.Deg2rad", "x", a -> wide(a).mul(Math.PI / 180));
    rows.one("numpy.Rad2deg", "x", a -> wide(a).mul(180 / Math.PI));
    floating(rows, "Sinc", NumpyMathRows::sinc);
  }

  private static void questions(OpRows rows) {
    rows.one("numpy.Isnan", "x", a -> a.any().wrap(a.any().tf().math.isNan(a.floating())));
    rows.one("numpy.Isinf", "x", a -> a.any().wrap(a.any().tf().math.isInf(a.floating())));
    rows.one("numpy.Isfinite", "x", a -> a.any().wrap(a.any().tf().math.isFinite(a.floating())));
    rows.one("numpy.Isposinf", "x", a -> infinite(a.floating(), Double.POSITIVE_INFINITY));
    rows.one("numpy.Isneginf", "x", a -> infinite(a.floating(), Double.NEGATIVE_INFINITY));
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
      throw a.wrong(name, value, "a whole number, as `x` holds");
    }
    return a.tensor(value, x.dtype());
  }

  private static Expr infinite(Expr x, double value) {
    return x.equal(x.constant(value));
  }

  private static Expr sinc(Expr x) {
    Expr angle = x.mul(x.constant(Math.PI));
    Expr sine = x.wrap(x.tf().math.sin(angle));
    return x.equal(x.constant(0)).where(Numpy.onesLike(x), sine.div(angle));
  }

  /** Returns the numbers as floats, int64 as float64: a few functions of Keras do so. */
  private static Expr wide(OpArguments a) {
    return a.x().dtype() == DType.INT64 ? a.x().cast(DType.FLOAT64) : a.floating();
  }

  private static Expr cbrt(OpArguments a) {
    Expr x = wide(a);
    return Numpy.sign(x).mul(x.abs().pow(1.0 / 3));
  }

  /** Rounds halves to the even neighbour. */
  private static Expr round(OpArguments a) {
    Expr x = a.x();
    int decimals = a.integer("decimals");
    boolean whole = !x.dtype().isFloating();
    if (whole && decimals >= 0) {
      return x;
    } else if (decimals == 0) {
      return x.wrap(x.tf().math.rint(x));
    }
    Expr wide = whole ? x.cast(DType.FLOAT32) : x;
    Expr factor = wide.constant(Math.pow(10, decimals));
    return wide.wrap(wide.tf().math.rint(wide.mul(factor))).div(factor).cast(x.dtype());
  }

  private static Expr trunc(OpArguments a) {
    Expr x = a.x();
    return x.dtype().isFloating() ? x.less(x.constant(0)).where(Numpy.ceil(x), Numpy.floor(x)) : x;
  }

  private static Expr nanToNum(OpArguments a) {
    double largest = largest(a.x().dtype());
    double above = a.has("posinf") ? a.number("posinf") : largest;
    double below = a.has("neginf") ? a.number("neginf") : -largest;
    return nanToNum(a.x(), a.number("nan"), above, below);
  }

  /** Returns numbers in the place of NaN, and the largest in that of infinities. */
  static Expr nanToNum(Expr x, double nan) {
    return nanToNum(x, nan, largest(x.dtype()), -largest(x.dtype()));
  }

  private static Expr nanToNum(Expr x, double nan, double above, double below) {
    if (!x.dtype().isFloating()) {
      return x;
    }
    Expr isNan = x.wrap(x.tf().math.isNan(x));
    Expr y = isNan.where(x.constant(nan), x);
    y = infinite(x, Double.POSITIVE_INFINITY).where(x.constant(above), y);
    return infinite(x, Double.NEGATIVE_INFINITY).where(x.constant(below), y);
  }

  private static double largest(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.fep127;
      case FLOAT32 -> Float.MAX_VALUE;
      default -> Double.MAX_VALUE;
    };
  }
}
