package keras.ops;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Functions of two tensors, which are broadcast against each other, in the dtype in which they
 * meet.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NumpyBinaryRows {
  private static final String TWO = "x1, x2";

  private NumpyBinaryRows() {}

  static void add(OpRows rows) {
    binary(rows, "Add", Expr::add);
    binary(rows, "Subtract", Expr::sub);
    binary(rows, "Multiply", Expr::mul);
    floats(rows, "Divide", Expr::div);
    floats(rows, "TrueDivide", Expr::div);
    floats(rows, "DivideNoNan", Numpy::divideNoNan);
    binary(rows, "Power", Expr::pow);
    binary(rows, "FloorDivide", (x, y) -> x.wrap(x.tf().math.floorDiv(x, y)));
    binary(rows, "Mod", (x, y) -> numbers(x).wrap(x.tf().math.floorMod(numbers(x), numbers(y))));
    floats(rows, "Arctan2", (x, y) -> x.wrap(x.tf().math.atan2(x, y)));
    floats(rows, "Logaddexp", NumpyBinaryRows::logAddExp);
    rows.one("numpy.Hypot", TWO, NumpyBinaryRows::hypot);
    binary(rows, "Outer", (x, y) -> x.reshape(-1, 1).mul(y.reshape(-1)));
    binary(rows, "Dot", (x, y) -> computed(x, y, NumpyBinaryRows::dot));
    binary(rows, "Vdot", (x, y) -> computed(x.reshape(-1), y.reshape(-1), NumpyBinaryRows::dot));
    binary(rows, "Inner", (x, y) -> computed(x, y, NumpyBinaryRows::inner));
    rows.one("numpy.Tensordot", "x1, x2 | axes=2", NumpyBinaryRows::tensordot);
    rows.one("numpy.Einsum", "*operands, **kwargs | subscripts", NumpyBinaryRows::einsum);
    bitwise(rows, "BitwiseAnd", (x, y) -> x.wrap(x.tf().bitwise.bitwiseAnd(x, y)));
    bitwise(rows, "BitwiseOr", (x, y) -> x.wrap(x.tf().bitwise.bitwiseOr(x, y)));
    bitwise(rows, "BitwiseXor", (x, y) -> x.wrap(x.tf().bitwise.bitwiseXor(x, y)));
    bitwise(rows, "BitwiseLeftShift", (x, y) -> x.wrap(x.tf().bitwise.leftShift(x, y)));
    bitwise(rows, "BitwiseRightShift", (x, y) -> x.wrap(x.tf().bitwise.rightShift(x, y)));
    bitwise(rows, "LeftShift", (x, y) -> x.wrap(x.tf().bitwise.leftShift(x, y)));
    bitwise(rows, "RightShift", (x, y) -> x.wrap(x.tf().bitwise.rightShift(x, y)));
    rows.one(
        "numpy.Isclose",
        "x1, x2, rtol=1e-05, atol=1e-08 | equal_nan=False",
        NumpyBinaryRows::isClose);
    binary(rows, "Maximum", Expr::maximum);
    binary(rows, "Minimum", Expr::minimum);
    binary(rows, "Matmul", NumpyBinaryRows::matmul);
    binary(rows, "Equal", Expr::equal);
    binary(rows, "NotEqual", (x, y) -> x.wrap(x.tf().math.notEqual(x, y)));
    binary(rows, "Greater", Expr::greater);
    binary(rows, "GreaterEqual", Numpy::greaterEqual);
    binary(rows, "Less", Expr::less);
    binary(rows, "LessEqual", (x, y) -> Numpy.greaterEqual(y, x));
    rows.one("numpy.LogicalAnd", TWO, a -> a.logical(Numpy::logicalAnd));
    rows.one("numpy.LogicalXor", TWO, a -> a.logical((x, y) -> x.wrap(x.tf().math.notEqual(x, y))));
    rows.one("numpy.LogicalOr", TWO, a -> a.logical(Numpy::logicalOr));
  }

  private static void binary(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one("numpy." + name, TWO, a -> a.binary(function));
  }

  /** Whole numbers become floats first. */
  private static void floats(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one("numpy." + name, TWO, a -> a.floats(function));
  }

  private static void bitwise(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one(
        "numpy." + name,
        "x, y",
        a -> {
          List<Expr> both = a.together("x", "y");
          return function.apply(both.get(0), both.get(1));
        });
  }

  private static Expr numbers(Expr x) {
    return x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x;
  }

  private static Expr logAddExp(Expr x, Expr y) {
    Expr difference = x.sub(y).abs().neg();
    Expr log = x.wrap(x.tf().math.log1p(difference.exp()));
    Expr sum = x.maximum(y).add(log);
    return x.wrap(x.tf().math.isNan(difference)).where(x.add(y), sum);
  }

  /** Of int64 in float64, as in Keras. */
  private static Expr hypot(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    DType dtype = both.get(0).dtype();
    return dtype == DType.INT64
        ? hypot(both.get(0).cast(DType.FLOAT64), both.get(1).cast(DType.FLOAT64))
        : a.floats(NumpyBinaryRows::hypot);
  }

  private static Expr hypot(Expr x, Expr y) {
    Expr large = x.abs().maximum(y.abs());
    Expr small = x.abs().minimum(y.abs());
    Expr ratio = Numpy.divideNoNan(small, large);
    return large.mul(ratio.square().add(1).sqrt());
  }

  private static Expr isClose(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    Expr x = both.get(0);
    Expr y = both.get(1);
    if (!x.dtype().isFloating()) {
      return x.equal(y);
    }
    Expr bound = y.abs().mul(a.number("rtol")).add(a.number("atol"));
    Expr close = Numpy.greaterEqual(bound, x.sub(y).abs());
    if (!a.flag("equal_nan")) {
      return close;
    }
    Expr nan = Numpy.logicalAnd(x.wrap(x.tf().math.isNan(x)), y.wrap(y.tf().math.isNan(y)));
    return Numpy.logicalOr(close, nan);
  }

  // ---------------------------------------------------------------- products

  /** Whole numbers are multiplied and summed as floats. */
  private static Expr computed(Expr x, Expr y, BinaryOperator<Expr> product) {
    DType dtype = x.dtype();
    DType wide = dtype.isFloating() ? dtype : DType.FLOAT32;
    return product.apply(x.cast(wide), y.cast(wide)).cast(dtype);
  }

  private static Expr inner(Expr x, Expr y) {
    return x.rank() == 0 || y.rank() == 0
        ? x.mul(y)
        : Tensordot.of(x, y, new int[] {x.rank() - 1}, new int[] {y.rank() - 1});
  }

  private static Expr dot(Expr x, Expr y) {
    if (x.rank() == 0 || y.rank() == 0) {
      return x.mul(y);
    }
    int[] last = {x.rank() - 1};
    return Tensordot.of(x, y, last, new int[] {Math.max(0, y.rank() - 2)});
  }

  private static Expr tensordot(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    Expr x = both.get(0);
    Expr y = both.get(1);
    if (a.get("axes") instanceof List<?> pair && pair.size() == 2) {
      return Tensordot.of(
          x,
          y,
          a.places("axes", a.ints(pair.get(0), "axes"), x.rank()),
          a.places("axes", a.ints(pair.get(1), "axes"), y.rank()));
    }
    int count = a.integer("axes");
    return Tensordot.of(
        x,
        y,
        IntStream.range(x.rank() - count, x.rank()).toArray(),
        IntStream.range(0, count).toArray());
  }

  private static Expr einsum(OpArguments a) {
    List<Expr> operands = a.list("operands");
    if (operands.size() != 2) {
      throw new UnsupportedOperationException(
          "%s: expected two operands. Received: %d.".formatted(a.who(), operands.size()));
    }
    DType dtype = operands.get(0).dtype();
    DType computed = dtype.isInexact() ? dtype : DType.FLOAT32;
    return Numpy.einsum(
            a.text("subscripts"), operands.get(0).cast(computed), operands.get(1).cast(computed))
        .cast(dtype);
  }

  /** A vector is a row on the left, a column on the right; its axis is dropped. */
  static Expr matmul(Expr x, Expr y) {
    Expr rows = x.rank() == 1 ? x.expandDims(0) : x;
    Expr columns = y.rank() == 1 ? y.expandDims(1) : y;
    Expr product = Numpy.matmul(rows, columns);
    product = y.rank() == 1 ? Numpy.squeeze(product, -1) : product;
    return x.rank() == 1 ? Numpy.squeeze(product, y.rank() == 1 ? -1 : -2) : product;
  }
}
