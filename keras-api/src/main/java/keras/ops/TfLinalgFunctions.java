package keras.ops;

import java.util.List;
import org.tensorflow.Operation;

/**
 * Functions of TensorFlow of matrices.
 *
 * <p>Keras: {@code tensorflow/python/ops/linalg_ops.py}, {@code array_ops.py}.
 */
final class TfLinalgFunctions {
  private static final String PADDED =
      ", k=0, num_rows=-1, num_cols=-1, padding_value=0, align='RIGHT_LEFT'";

  private TfLinalgFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "linalg.band_part",
        "input, num_lower, num_upper",
        a -> {
          Expr lower = a.tensor("num_lower").cast(DType.INT64);
          Expr upper = a.tensor("num_upper").cast(DType.INT64);
          return a.op("MatrixBandPart", a.tensor("input"), lower, upper);
        });
    rows.one("linalg.diag", "diagonal" + PADDED, TfLinalgFunctions::diagonal);
    rows.one(
        "linalg.set_diag",
        "input, diagonal, k=0, align='RIGHT_LEFT'",
        a ->
            a.op(
                "MatrixSetDiagV3",
                b -> b.setAttr("align", a.text("align")),
                a.tensor("input"),
                a.like("diagonal", "input"),
                a.tensor("k")));
    rows.one(
        "linalg.diag_part",
        "input, k=0, padding_value=0, align='RIGHT_LEFT'",
        a -> {
          Expr x = a.tensor("input");
          return a.op(
              "MatrixDiagPartV3",
              b -> b.setAttr("align", a.text("align")),
              x,
              a.tensor("k"),
              a.tensor("padding_value", x.dtype()));
        });
    rows.one("linalg.tensor_diag", "diagonal", a -> tensorDiagonal(a, a.tensor("diagonal")));
    rows.one("linalg.cholesky_solve", "chol, rhs", TfLinalgFunctions::choleskySolve);
    rows.one(
        "linalg.eigvalsh", "tensor", a -> Ops.callAll("eigh", a.tensor("tensor"), c -> c).get(0));
    rows.several(
        "linalg.svd", "tensor, full_matrices=False, compute_uv=True", TfLinalgFunctions::svd);
    rows.one(
        "linalg.solve",
        "matrix, rhs, adjoint=False",
        a ->
            a.op(
                "MatrixSolve",
                b -> b.setAttr("adjoint", a.flag("adjoint")),
                a.tensor("matrix"),
                a.like("rhs", "matrix")));
    rows.one(
        "linalg.inv",
        "input, adjoint=False",
        a ->
            a.op("MatrixInverse", b -> b.setAttr("adjoint", a.flag("adjoint")), a.tensor("input")));
    rows.one(
        "linalg.triangular_solve",
        "matrix, rhs, lower=True, adjoint=False",
        a ->
            a.op(
                "MatrixTriangularSolve",
                b -> b.setAttr("lower", a.flag("lower")).setAttr("adjoint", a.flag("adjoint")),
                a.tensor("matrix"),
                a.like("rhs", "matrix")));
    rows.one(
        "linalg.matmul",
        "a, b, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False,"
            + " a_is_sparse=False, b_is_sparse=False, output_type=None!, grad_a=False,"
            + " grad_b=False",
        TfLinalgFunctions::product);
  }

  /** Numbers of one axis on the diagonal of a matrix, or of its neighbours. */
  private static Expr diagonal(TfArguments a) {
    Expr x = a.tensor("diagonal");
    return diagonal(
        a,
        a.text("align"),
        x,
        a.tensor("k"),
        a.tensor("num_rows"),
        a.tensor("num_cols"),
        a.tensor("padding_value", x.dtype()));
  }

  private static Expr diagonal(TfArguments a, String align, Expr... inputs) {
    return a.op("MatrixDiagV3", b -> b.setAttr("align", align), inputs);
  }

  private static Expr tensorDiagonal(TfArguments a, Expr x) {
    if (x.rank() != 1) {
      throw a.wrong("diagonal", "a tensor of one axis");
    }
    return diagonal(a, "RIGHT_LEFT", x, a.scalar(0), a.scalar(-1), a.scalar(-1), x.constant(0));
  }

  private static Expr choleskySolve(TfArguments a) {
    return solved(a, a.tensor("chol"), a.like("rhs", "chol"));
  }

  /** Returns the singular values of matrices, the largest first. */
  static Expr singularValues(TfArguments a, Expr x) {
    return a.op("Svd", b -> b.setAttr("compute_uv", false).setAttr("full_matrices", false), x);
  }

  /** Solves for a matrix that is a triangle times the triangle turned around. */
  static Expr solved(TfArguments a, Expr chol, Expr y) {
    Expr first = a.op("MatrixTriangularSolve", b -> b.setAttr("adjoint", false), chol, y);
    return a.op("MatrixTriangularSolve", b -> b.setAttr("adjoint", true), chol, first);
  }

  /** Singular values first, as TensorFlow gives them; right vectors are not turned around. */
  private static List<Expr> svd(TfArguments a) {
    Expr x = a.tensor("tensor");
    boolean vectors = a.flag("compute_uv");
    boolean full = a.flag("full_matrices");
    Operation op =
        a.build("Svd", b -> b.setAttr("compute_uv", vectors).setAttr("full_matrices", full), x);
    List<Expr> values = List.of(x.wrap(op.output(0)));
    return vectors ? List.of(values.get(0), x.wrap(op.output(1)), x.wrap(op.output(2))) : values;
  }

  private static Expr product(TfArguments a) {
    List<Expr> both = a.both("a", "b");
    boolean turnFirst = a.flag("transpose_a") || a.flag("adjoint_a");
    boolean turnSecond = a.flag("transpose_b") || a.flag("adjoint_b");
    Expr x = conjugate(both.get(0), a.flag("adjoint_a"));
    Expr y = conjugate(both.get(1), a.flag("adjoint_b"));
    x = turnFirst ? turned(x) : x;
    y = turnSecond ? turned(y) : y;
    return Numpy.matmul(x, y);
  }

  private static Expr conjugate(Expr x, boolean adjoint) {
    return adjoint ? ComplexOps.conjugate(x) : x;
  }

  private static Expr turned(Expr x) {
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order[order.length - 1] = order.length - 2;
    order[order.length - 2] = order.length - 1;
    return x.transpose(order);
  }
}
