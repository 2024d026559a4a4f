package keras.ops;

import java.util.List;
import java.util.function.BinaryOperator;
import org.tensorflow.types.TInt32;

/**
 * Functions of each value, and of pairs of values, that are rare in models.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NumberRows {
  private static final String TWO = "x1, x2";

  private NumberRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Fabs", "x", a -> (wide(a.x()) ? a.x() : a.x().cast(DType.FLOAT32)).abs());
    rows.one("numpy.I0", "x", a -> i0(a.x()));
    rows.one("numpy.Signbit", "x", a -> signBit(a.x()));
    binary(rows, "Fmax", (x, y) -> number(x, y, x.maximum(y)));
    binary(rows, "Fmin", (x, y) -> number(x, y, x.minimum(y)));
    binary(rows, "Fmod", NumberRows::fmod);
    rows.one("numpy.Logaddexp2", TWO, a -> a.floats(NumberRows::logAddExp2));
    rows.one("numpy.Heaviside", TWO, NumberRows::heaviside);
    rows.one("numpy.Nextafter", TWO, NumberRows::nextAfter);
    rows.one("numpy.Ldexp", TWO, NumberRows::ldexp);
    rows.one("numpy.Gcd", TWO, a -> divisors(a, (x, y) -> gcd(x.abs(), y.abs())));
    rows.one("numpy.Lcm", TWO, a -> divisors(a, (x, y) -> lcm(x.abs(), y.abs())));
    rows.one("numpy.BitwiseInvert", "x", a -> a.any().wrap(a.any().tf().bitwise.invert(a.x())));
    rows.one("numpy.BitwiseNot", "x", a -> a.any().wrap(a.any().tf().bitwise.invert(a.x())));
    rows.one(
        "numpy.AllClose", "x1, x2 | rtol=1e-05, atol=1e-08, equal_nan=False", NumberRows::allClose);
    rows.one("numpy.IsIn", "x1, x2 | assume_unique=False, invert=False", NumberRows::isIn);
  }

  private static void binary(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one("numpy." + name, TWO, a -> a.binary(function));
  }

  private static boolean wide(Expr x) {
    return x.dtype().isFloating();
  }

  private static Expr isNan(Expr x) {
    return x.wrap(x.tf().math.isNan(x));
  }

  /** Whole numbers of 64 bits become float64, others float32. */
  private static DType precise(DType dtype) {
    return dtype == DType.INT64 ? DType.FLOAT64 : dtype.isFloating() ? dtype : DType.FLOAT32;
  }

  private static Expr i0(Expr given) {
    Expr x = given.cast(precise(given.dtype()));
    return x.wrap(x.tf().math.besselI0(x));
  }

  /** Whether the sign is minus, that of -0.0 too; floats are asked as float32. */
  private static Expr signBit(Expr x) {
    if (!x.dtype().isFloating()) {
      return x.dtype() == DType.BOOL
          ? Numpy.zerosLike(x)
          : x.wrap(x.tf().math.less(x, x.constant(0)));
    }
    Expr bits = x.wrap(x.tf().bitcast(x.cast(DType.FLOAT32), TInt32.class));
    return bits.less(0);
  }

  // ---------------------------------------------------------------- two tensors

  /** Takes the one that is a number where the other is none. */
  private static Expr number(Expr x, Expr y, Expr chosen) {
    if (!wide(x)) {
      return chosen;
    }
    Expr nanX = isNan(x);
    Expr nanY = isNan(y);
    Expr second = Numpy.logicalAnd(nanX, Numpy.logicalNot(nanY)).where(y, chosen);
    return Numpy.logicalAnd(nanY, Numpy.logicalNot(nanX)).where(x, second);
  }

  /** The remainder has the sign of the first. */
  private static Expr fmod(Expr x, Expr y) {
    return switch (x.dtype()) {
      case BOOL -> fmod(x.cast(DType.INT32), y.cast(DType.INT32));
      case UINT8, UINT16 -> fmod(x.cast(DType.INT32), y.cast(DType.INT32)).cast(x.dtype());
      default -> Numpy.sign(x).mul(x.wrap(x.tf().math.floorMod(x.abs(), y.abs())));
    };
  }

  private static Expr logAddExp2(Expr x, Expr y) {
    Expr difference = x.sub(y);
    Expr log2 = x.constant((float) Math.log(2));
    Expr power = difference.abs().neg().mul(log2).exp();
    Expr sum = x.maximum(y).add(x.wrap(x.tf().math.log1p(power)).div(log2));
    return isNan(difference).where(x.add(y), sum);
  }

  private static Expr heaviside(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    DType dtype = precise(both.get(0).dtype());
    Expr x = both.get(0).cast(dtype);
    Expr atZero = both.get(1).cast(dtype);
    Expr above = x.greater(x.constant(0)).where(Numpy.onesLike(x), atZero);
    return x.less(x.constant(0)).where(Numpy.zerosLike(x), above);
  }

  private static Expr nextAfter(OpArguments a) {
    DType dtype = a.floatOf(a.tensor("x1"), a.tensor("x2"));
    Expr x = a.tensor("x1").cast(DType.FLOAT64);
    Expr towards = a.tensor("x2").cast(DType.FLOAT64);
    return x.wrap(x.tf().math.nextAfter(x, towards)).cast(dtype);
  }

  private static Expr ldexp(OpArguments a) {
    Expr exponent = a.tensor("x2");
    if (wide(exponent) || exponent.dtype() == DType.BOOL) {
      throw new IllegalArgumentException(
          "%s: `x2` must be whole numbers. Received: a tensor of dtype %s."
              .formatted(a.who(), exponent.dtype()));
    }
    DType dtype = a.floatOf(a.tensor("x1"), exponent);
    Expr x = a.tensor("x1").cast(dtype);
    Expr scaled = x.mul(x.constant(2).pow(exponent.cast(dtype)));
    Expr infinite = x.wrap(x.tf().math.isInf(x));
    return Numpy.logicalOr(infinite, x.equal(x.constant(0))).where(x, scaled);
  }

  // ---------------------------------------------------------------- divisors

  /** Whole numbers alone; those of fewer than 32 bits are computed as int32. */
  private static Expr divisors(OpArguments a, BinaryOperator<Expr> function) {
    List<Expr> both = a.together("x1", "x2");
    DType dtype = both.get(0).dtype();
    if (dtype.isFloating() || dtype == DType.BOOL) {
      throw new IllegalArgumentException(
          "%s: `x1` and `x2` must be whole numbers. Received: dtypes that meet in %s."
              .formatted(a.who(), dtype));
    }
    DType computed = dtype == DType.INT64 ? dtype : DType.INT32;
    Expr x = both.get(0).cast(computed);
    Expr y = both.get(1).cast(computed);
    Expr zeros = Numpy.zerosLike(x).mul(Numpy.zerosLike(y)); // of the shape in which they meet
    return function.apply(x.add(zeros), y.add(zeros)).cast(dtype);
  }

  /**
   * Euclid's algorithm, as many steps as the largest numbers need: neighbours in Fibonacci's
   * sequence take the most.
   */
  private static Expr gcd(Expr x, Expr y) {
    Expr divisor = x;
    Expr rest = y;
    Expr ones = Numpy.onesLike(x);
    int steps = x.dtype() == DType.INT64 ? 92 : 47;
    for (int i = 0; i < steps; i++) {
      Expr done = rest.equal(rest.constant(0));
      Expr next = rest.wrap(rest.tf().math.floorMod(divisor, done.where(ones, rest)));
      Expr kept = done.where(divisor, rest);
      rest = done.where(rest, next);
      divisor = kept;
    }
    return divisor;
  }

  private static Expr lcm(Expr x, Expr y) {
    Expr divisor = gcd(x, y);
    Expr none = divisor.equal(divisor.constant(0));
    Expr quotient = x.wrap(x.tf().math.floorDiv(y, none.where(Numpy.onesLike(y), divisor)));
    return none.where(divisor, x.mul(quotient));
  }

  // ---------------------------------------------------------------- questions

  private static Expr allClose(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    Expr x = both.get(0);
    Expr y = both.get(1);
    Expr result = x.equal(y);
    if (wide(x)) {
      Expr bound = y.abs().mul(a.number("rtol")).add(a.number("atol"));
      Expr close = Numpy.greaterEqual(bound, x.sub(y).abs());
      result = Numpy.logicalOr(result, Numpy.logicalAnd(finite(x, y), close));
      if (a.flag("equal_nan")) {
        result = Numpy.logicalOr(result, Numpy.logicalAnd(isNan(x), isNan(y)));
      }
    }
    return Numpy.logicalNot(Numpy.any(Numpy.logicalNot(result), result.axes()));
  }

  private static Expr finite(Expr x, Expr y) {
    return Numpy.logicalAnd(x.wrap(x.tf().math.isFinite(x)), y.wrap(y.tf().math.isFinite(y)));
  }

  /** Where nothing is looked for, nothing is found, and the opposite is not asked. */
  private static Expr isIn(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    Expr x = both.get(0);
    Expr known = both.get(1).reshape(-1);
    Expr found = Numpy.any(x.expandDims(x.rank()).equal(known), x.rank());
    if (!a.flag("invert")) {
      return found;
    }
    Expr any = Core.size(known, 0).greater(0);
    return Numpy.logicalAnd(Numpy.logicalNot(found), any);
  }
}
