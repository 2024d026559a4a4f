package keras.ops;

import java.util.function.BinaryOperator;

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
    rows.one("numpy.LogicalOr", TWO, a -> a.logical(Numpy::logicalOr));
  }

  private static void binary(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one("numpy." + name, TWO, a -> a.binary(function));
  }

  /** Whole numbers become floats first. */
  private static void floats(OpRows rows, String name, BinaryOperator<Expr> function) {
    rows.one("numpy." + name, TWO, a -> a.floats(function));
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
