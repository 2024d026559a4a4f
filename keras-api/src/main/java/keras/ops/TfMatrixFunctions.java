package keras.ops;

import java.util.List;

/**
 * Functions of TensorFlow that solve for matrices, count their dimensions, and take three diagonals
 * for a matrix.
 *
 * <p>Keras: {@code tensorflow/python/ops/linalg_ops.py}, {@code linalg/linalg_impl.py}.
 */
final class TfMatrixFunctions {
  private TfMatrixFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "linalg.lstsq", "matrix, rhs, l2_regularizer=0.0, fast=True!", TfMatrixFunctions::nearest);
    rows.one("linalg.matrix_rank", "a, tol=None, validate_args=False!", TfMatrixFunctions::rank);
    rows.op("linalg.tensor_diag_part", "input", "DiagPart");
    rows.one(
        "linalg.tridiagonal_matmul",
        "diagonals, rhs, diagonals_format='compact'",
        TfMatrixFunctions::product);
  }

  private static Expr turned(Expr x) {
    return Ops.call("swapaxes", x, c -> c.with("axis1", -2).with("axis2", -1));
  }

  /** Solves the normal equations, by the smaller side of the matrix. */
  private static Expr nearest(TfArguments a) {
    Expr x = a.tensor("matrix");
    Expr y = a.like("rhs", "matrix");
    long rows = x.shape().get(x.rank() - 2);
    long columns = x.shape().get(x.rank() - 1);
    if (rows < 0 || columns < 0) {
      throw new UnsupportedOperationException(
          "%s: matrices of unknown size are not supported. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    boolean tall = rows >= columns;
    Expr square = tall ? Numpy.matmul(turned(x), x) : Numpy.matmul(x, turned(x));
    if (!(a.get("l2_regularizer") instanceof Number weight) || weight.doubleValue() != 0) {
      long side = Math.min(rows, columns);
      Expr one = Numpy.eye(a.tf(), side, side, x.dtype());
      square = square.add(a.tensor("l2_regularizer", x.dtype()).mul(one));
    }
    Expr chol = a.op("Cholesky", square);
    return tall
        ? TfLinalgFunctions.solved(a, chol, Numpy.matmul(turned(x), y))
        : Numpy.matmul(turned(x), TfLinalgFunctions.solved(a, chol, y));
  }

  /** Counts the singular values that are not nearly zero. */
  private static Expr rank(TfArguments a) {
    Expr x = a.tensor("a");
    Expr values = TfLinalgFunctions.singularValues(a, x);
    Expr least;
    if (a.has("tol")) {
      least = a.tensor("tol", x.dtype());
    } else {
      double epsilon = x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
      Expr side = Core.size(x, -2).maximum(Core.size(x, -1)).cast(x.dtype());
      least = side.mul(epsilon).mul(Numpy.max(values, new int[] {-1}, true));
    }
    return Numpy.sum(a.op("Greater", values, least).cast(DType.INT32), new int[] {-1}, false);
  }

  /** Multiplies by a matrix that is its diagonal and the ones above and below it. */
  private static Expr product(TfArguments a) {
    if (!a.text("diagonals_format").equals("compact")) {
      throw a.refused("diagonals_format", "'compact'");
    }
    Expr all = a.tensor("diagonals");
    Expr y = a.like("rhs", "diagonals");
    int axis = all.rank() - 2;
    List<Expr> lines =
        List.of(0, 1, 2).stream()
            .map(i -> SliceKey.between(all, axis, i, i + 1))
            .map(TfMatrixFunctions::turned)
            .toList();
    int row = y.rank() - 2;
    Expr none = Numpy.zerosLike(SliceKey.between(y, row, 0, 1));
    Expr next = Numpy.concatenate(List.of(SliceKey.between(y, row, 1, null), none), row);
    Expr before = Numpy.concatenate(List.of(none, SliceKey.between(y, row, 0, -1)), row);
    return lines.get(1).mul(y).add(lines.get(0).mul(next)).add(lines.get(2).mul(before));
  }
}
