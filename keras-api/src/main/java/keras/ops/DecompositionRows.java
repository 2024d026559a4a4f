package keras.ops;

import java.util.List;
import org.tensorflow.op.linalg.Qr;
import org.tensorflow.op.linalg.Svd;
import org.tensorflow.op.linalg.TriangularSolve;
import org.tensorflow.types.TInt32;

/**
 * Functions that solve and decompose matrices, which are the last two axes.
 *
 * <p>Keras: {@code keras/src/ops/linalg.py}, {@code keras/src/backend/tensorflow/linalg.py}.
 */
final class DecompositionRows {
  private DecompositionRows() {}

  static void add(OpRows rows) {
    rows.one("linalg.Inv", "x", a -> inverse(square(a, "x")));
    rows.one("linalg.Det", "x", a -> a.any().wrap(a.any().tf().linalg.det(square(a, "x"))));
    rows.several("numpy.Slogdet", "x", DecompositionRows::slogdet);
    rows.one("math.Logdet", "x", DecompositionRows::logdet);
    rows.one("linalg.Cholesky", "x | upper=False", DecompositionRows::cholesky);
    rows.one("linalg.CholeskyInverse", "x | upper=False", DecompositionRows::choleskyInverse);
    rows.one("linalg.Solve", "a, b", DecompositionRows::solve);
    rows.one("linalg.SolveTriangular", "a, b | lower=False", DecompositionRows::solveTriangular);
    rows.several("linalg.LuFactor", "x", DecompositionRows::luFactor);
    rows.several("linalg.Qr", "x | mode='reduced'", DecompositionRows::qr);
    rows.several("linalg.Eigh", "x", DecompositionRows::eigh);
    rows.several("linalg.SVD", "x | full_matrices=True, compute_uv=True", DecompositionRows::svd);
    rows.one("linalg.Pinv", "x | rcond=None", DecompositionRows::pinv);
    rows.one("linalg.MatrixRank", "x | tol=None", DecompositionRows::rank);
    rows.one("linalg.Lstsq", "a, b | rcond=None", DecompositionRows::leastSquares);
  }

  // ---------------------------------------------------------------- arguments

  private static Expr matrices(OpArguments a, String name) {
    Expr x = a.tensor(name);
    if (x.rank() < 2) {
      throw a.wrong(name, Shapes.show(x.shape()), "a matrix, or more of them");
    }
    return x;
  }

  static Expr square(OpArguments a, String name) {
    Expr x = matrices(a, name);
    return square(a, name, x);
  }

  private static Expr square(OpArguments a, String name, Expr x) {
    long rows = x.shape().get(-2);
    long columns = x.shape().get(-1);
    if (rows >= 0 && columns >= 0 && rows != columns) {
      throw a.wrong(name, Shapes.show(x.shape()), "square matrices");
    }
    return x;
  }

  /** Swaps rows and columns. */
  private static Expr turned(Expr x) {
    return x.transpose(Nn.swapWithLast(x, x.rank() - 2));
  }

  private static double epsilon(Expr x) {
    return x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
  }

  /** Returns the larger of rows and columns, where both are known. */
  private static long larger(OpArguments a, Expr x) {
    long rows = x.shape().get(-2);
    long columns = x.shape().get(-1);
    if (rows < 0 || columns < 0) {
      throw a.wrong("x", Shapes.show(x.shape()), "matrices of known sizes");
    }
    return Math.max(rows, columns);
  }

  // ---------------------------------------------------------------- square matrices

  private static Expr inverse(Expr x) {
    return x.wrap(x.tf().linalg.inv(x));
  }

  private static List<Expr> slogdet(OpArguments a) {
    Expr x = square(a, "x");
    var both = x.tf().linalg.logMatrixDeterminant(x);
    return List.of(x.wrap(both.sign()), x.wrap(both.logAbsDeterminant()));
  }

  /** Of positive definite matrices alone, by their roots. */
  private static Expr logdet(OpArguments a) {
    Expr root = lower(square(a, "x"));
    return LinalgRows.diagonal(a, root, 0).log().sum(-1).mul(2);
  }

  private static Expr lower(Expr x) {
    return x.wrap(x.tf().debugging.checkNumerics(x.tf().linalg.cholesky(x), "Cholesky"));
  }

  private static Expr cholesky(OpArguments a) {
    Expr lower = lower(square(a, "x"));
    return a.flag("upper") ? turned(lower) : lower;
  }

  private static Expr choleskyInverse(OpArguments a) {
    Expr x = square(a, "x");
    long known = x.shape().get(-1);
    Expr size = known < 0 ? Core.size(x, -1) : Core.constant(x.tf(), (double) known, DType.INT32);
    Expr one = Nn.places(size).expandDims(1).equal(Nn.places(size)).cast(x.dtype());
    boolean upper = a.flag("upper");
    Expr inverse = triangular(x, one, !upper);
    return upper ? inverse.matmul(turned(inverse)) : turned(inverse).matmul(inverse);
  }

  private static Expr triangular(Expr x, Expr b, boolean lower) {
    return x.wrap(x.tf().linalg.triangularSolve(x, b, TriangularSolve.lower(lower)));
  }

  private static Expr solve(OpArguments a) {
    List<Expr> both = a.together("a", "b");
    Expr x = square(a, "a", both.get(0));
    Expr b = both.get(1);
    return b.rank() == x.rank() - 1
        ? Numpy.squeeze(solved(x, b.expandDims(b.rank())), -1)
        : solved(x, b);
  }

  private static Expr solved(Expr x, Expr b) {
    return x.wrap(x.tf().linalg.solve(x, b));
  }

  private static Expr solveTriangular(OpArguments a) {
    List<Expr> both = a.together("a", "b");
    Expr x = square(a, "a", both.get(0));
    Expr b = both.get(1);
    boolean lower = a.flag("lower");
    return b.rank() == x.rank() - 1
        ? Numpy.squeeze(triangular(x, b.expandDims(b.rank()), lower), -1)
        : triangular(x, b, lower);
  }

  /** Returns both triangles in one matrix, and the row that each row was exchanged with. */
  private static List<Expr> luFactor(OpArguments a) {
    Expr x = square(a, "x");
    if (x.rank() != 2) {
      throw a.wrong("x", Shapes.show(x.shape()), "one matrix, as in Keras on TensorFlow");
    }
    var lu = x.tf().linalg.lu(x, TInt32.class);
    return List.of(x.wrap(lu.lu()), x.wrap(x.tf().math.invertPermutation(lu.p())));
  }

  private static List<Expr> eigh(OpArguments a) {
    Expr x = square(a, "x");
    var both = x.tf().linalg.selfAdjointEig(x);
    return List.of(x.wrap(both.e()), x.wrap(both.v()));
  }

  // ---------------------------------------------------------------- any matrices

  private static List<Expr> qr(OpArguments a) {
    Expr x = matrices(a, "x");
    boolean complete = a.text("mode", "reduced", "complete").equals("complete");
    var both = x.tf().linalg.qr(x, Qr.fullMatrices(complete));
    return List.of(x.wrap(both.q()), x.wrap(both.r()));
  }

  /** Returns U, the singular values, and V turned around; or the values alone. */
  private static List<Expr> svd(OpArguments a) {
    Expr x = matrices(a, "x");
    return a.flag("compute_uv") ? svd(x, a.flag("full_matrices")) : List.of(singularValues(x));
  }

  private static List<Expr> svd(Expr x, boolean full) {
    var all = x.tf().linalg.svd(x, Svd.fullMatrices(full));
    return List.of(x.wrap(all.u()), x.wrap(all.s()), turned(x.wrap(all.v())));
  }

  /** Returns the singular values, the largest first. */
  static Expr singularValues(Expr x) {
    return x.wrap(x.tf().linalg.svd(x, Svd.computeUv(false)).s());
  }

  private static Expr pinv(OpArguments a) {
    Expr x = matrices(a, "x");
    double relative = a.has("rcond") ? a.number("rcond") : 10.0 * larger(a, x) * epsilon(x);
    List<Expr> usv = svd(x, false);
    Expr s = usv.get(1);
    Expr bound = Numpy.max(s, -1, true).mul(relative);
    Expr kept = s.greater(bound).where(s, s.constant(Double.POSITIVE_INFINITY));
    Expr right = turned(usv.get(2)).div(kept.expandDims(kept.rank() - 1));
    return right.matmul(turned(usv.get(0)));
  }

  private static Expr rank(OpArguments a) {
    Expr x = matrices(a, "x");
    Expr s = singularValues(x);
    Expr bound =
        a.has("tol")
            ? s.constant(a.number("tol"))
            : Numpy.max(s, -1, true).mul(epsilon(x) * larger(a, x));
    return Numpy.sum(s.greater(bound).cast(DType.INT32), -1, false);
  }

  private static Expr leastSquares(OpArguments a) {
    List<Expr> both = a.together("a", "b");
    Expr x = both.get(0);
    Expr given = both.get(1);
    boolean vector = given.rank() == 1;
    if (x.rank() != 2 || (!vector && given.rank() != 2)) {
      throw new IllegalArgumentException(
          "%s: expected a matrix `a`, and a vector or matrix `b`. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(x.shape()), Shapes.show(given.shape())));
    }
    Expr b = vector ? given.expandDims(1) : given;
    double rcond = a.has("rcond") ? a.number("rcond") : epsilon(x) * larger(a, x);
    List<Expr> usv = svd(x, false);
    Expr s = usv.get(1);
    Expr first = Numpy.take(s, Core.constant(s.tf(), 0, DType.INT32), 0);
    Expr mask = Numpy.greaterEqual(s, first.mul(rcond < 0 ? epsilon(x) : rcond));
    Expr safe = mask.where(s, Numpy.onesLike(s));
    Expr inverse = mask.where(s.constant(1).div(safe), Numpy.zerosLike(s)).expandDims(1);
    Expr turned = turned(usv.get(0)).matmul(b);
    Expr result = turned(usv.get(2)).matmul(inverse.mul(turned));
    return vector ? result.reshape(-1) : result;
  }
}
