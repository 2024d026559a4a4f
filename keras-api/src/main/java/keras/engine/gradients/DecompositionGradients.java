package keras.engine.gradients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates inverses, determinants, solutions and decompositions of matrices.
 *
 * <p>Keras: tensorflow/python/ops/linalg_grad.py
 */
final class DecompositionGradients {
  private DecompositionGradients() {}

  static void addTo(VjpTable table) {
    table.unary("MatrixInverse", DecompositionGradients::inverse);
    table.unary("MatrixDeterminant", s -> determinant(s, s.dy().mul(s.output())));
    table.unary("LogMatrixDeterminant", s -> determinant(s, s.dy(1)));
    table.unary("Cholesky", DecompositionGradients::cholesky);
    table.put("MatrixSolve", DecompositionGradients::solve);
    table.put("MatrixTriangularSolve", DecompositionGradients::solveTriangular);
    table.unary("SelfAdjointEigV2", DecompositionGradients::eigenvalues);
    table.unary("Svd", DecompositionGradients::singularValues);
    table.unary("MatrixDiagV2", s -> s.dy().op("MatrixDiagPartV2", s.input(1), s.dy().constant(0)));
    table.unary(
        "MatrixDiagV3",
        s -> s.dy().op("MatrixDiagPartV3", s.copying("align"), s.input(1), s.dy().constant(0)));
  }

  // ---------------------------------------------------------------- solutions

  private static Term inverse(BackwardStep s) {
    Term inverse = s.output();
    boolean adjoint = s.flag("adjoint");
    Term right = LinalgGradients.product(s.dy(), inverse, adjoint, !adjoint);
    return LinalgGradients.product(inverse, right, !adjoint, false).neg();
  }

  private static Term determinant(BackwardStep s, Term factor) {
    Term inverse = s.input(0).op("MatrixInverse", b -> b.setAttr("adjoint", true));
    Term minusOne = s.ops().ints(-1);
    return factor.op("ExpandDims", minusOne).op("ExpandDims", minusOne).mul(inverse);
  }

  private static List<@Nullable Term> solve(BackwardStep s) {
    boolean adjoint = s.flag("adjoint");
    Term db = s.input(0).op("MatrixSolve", b -> b.setAttr("adjoint", !adjoint), s.dy());
    return java.util.Arrays.asList(left(s, db, adjoint), db);
  }

  private static Term left(BackwardStep s, Term db, boolean adjoint) {
    Term x = s.output();
    return (adjoint
            ? LinalgGradients.product(x, db, false, true)
            : LinalgGradients.product(db, x, false, true))
        .neg();
  }

  private static List<? extends @Nullable Operand<?>> solveTriangular(BackwardStep s) {
    boolean adjoint = s.flag("adjoint");
    boolean lower = s.flag("lower");
    Term db =
        s.input(0)
            .op(
                "MatrixTriangularSolve",
                b -> b.setAttr("lower", lower).setAttr("adjoint", !adjoint),
                s.dy());
    Term da = band(s, left(s, db, adjoint), lower ? -1 : 0, lower ? 0 : -1);
    return MatrixGradients.unbroadcast(s, da, db);
  }

  // ---------------------------------------------------------------- decompositions

  private static Term cholesky(BackwardStep s) {
    Term l = s.output();
    Term ones = diagonal(s, l).onesLike();
    Term inverse =
        l.op(
            "MatrixTriangularSolve",
            b -> b.setAttr("lower", true).setAttr("adjoint", false),
            matrix(s, ones));
    Term middle = lowerHalf(s, LinalgGradients.product(l, s.dy(), true, false));
    Term left = LinalgGradients.product(inverse, middle, true, false);
    Term both = LinalgGradients.product(left, inverse, false, false);
    return both.add(LinalgGradients.adjoint(s, both)).mul(0.5);
  }

  /** The op reads the lower triangle alone. */
  private static Term eigenvalues(BackwardStep s) {
    Term e = s.output(0);
    Term v = s.output(1);
    if (!s.flag("compute_v")) {
      v = s.ops().output(s.ops().build("SelfAdjointEigV2", b -> {}, s.input(0)), 1);
    }
    Term middle = matrix(s, s.dy(0));
    if (s.flag("compute_v")) {
      Term vdv = LinalgGradients.product(v, s.dy(1), true, false);
      middle = middle.add(differences(s, e).mul(vdv));
    }
    Term right = LinalgGradients.product(middle, v, false, true);
    Term da = LinalgGradients.product(v, right, false, false);
    return lowerHalf(s, da.add(LinalgGradients.adjoint(s, da)));
  }

  /**
   * By Giles (2008), An extended collection of matrix derivative results, and Townsend (2016),
   * Differentiating the singular value decomposition.
   */
  private static Term singularValues(BackwardStep s) {
    Term ds = matrix(s, s.dy(0));
    if (!s.flag("compute_uv")) {
      var all = s.ops().build("Svd", b -> {}, s.input(0));
      Term v = s.ops().output(all, 2);
      Term right = LinalgGradients.product(ds, v, false, true);
      return LinalgGradients.product(s.ops().output(all, 1), right, false, false);
    }
    Shape shape = s.input(0).shape();
    long rows = shape.get(-2);
    long columns = shape.get(-1);
    boolean full = s.flag("full_matrices");
    if (rows < 0 || columns < 0 || (full && Math.abs(rows - columns) > 1)) {
      throw new UnsupportedOperationException(
          ("Gradients: expected Svd '%s' of matrices of known sizes, with full_matrices=false"
                  + " unless rows and columns differ by at most 1. Received: full_matrices=%s,"
                  + " shape %s. TensorFlow has no gradient for it either.")
              .formatted(s.operation().name(), full, shape));
    }
    boolean tall = rows > columns;
    int small = (int) Math.min(rows, columns);
    Term u = s.output(tall ? 2 : 1);
    Term v = s.output(tall ? 1 : 2);
    Term du = s.dy(tall ? 2 : 1);
    Term dv = s.dy(tall ? 1 : 2);
    Term da = wide(s, new Term[] {ds, u, v, du, dv}, small, rows != columns, full);
    return tall ? LinalgGradients.adjoint(s, da) : da;
  }

  /** Returns the gradient of a matrix that is no taller than wide. */
  private static Term wide(BackwardStep s, Term[] all, int small, boolean longer, boolean full) {
    Term u = all[1];
    Term v = all[2];
    Term values = s.output(0);
    Term sigma = matrix(s, values);
    Term f = differences(s, values.square());
    Term at = s.ops().ints(small);
    Term v1 = longer && full ? LinalgGradients.columns(s, v, at, true) : v;
    Term dv1 = longer && full ? LinalgGradients.columns(s, all[4], at, true) : all[4];
    Term fu = f.mul(LinalgGradients.product(u, all[3], true, false));
    Term fv = f.mul(LinalgGradients.product(v1, dv1, true, false));
    Term left = fu.add(LinalgGradients.adjoint(s, fu));
    Term right = fv.add(LinalgGradients.adjoint(s, fv));
    Term middle =
        all[0]
            .add(LinalgGradients.product(left, sigma, false, false))
            .add(LinalgGradients.product(sigma, right, false, false));
    Term first = LinalgGradients.product(middle, v1, false, true);
    Term da = LinalgGradients.product(u, first, false, false);
    if (!longer) {
      return da;
    }
    Term turned = LinalgGradients.adjoint(s, dv1);
    Term within = LinalgGradients.product(turned, v1, false, false);
    Term rest = turned.sub(LinalgGradients.product(within, v1, false, true));
    if (full) {
      Term v2 = LinalgGradients.columns(s, v, at, false);
      Term across =
          LinalgGradients.product(v1, LinalgGradients.columns(s, all[4], at, false), true, false);
      rest = rest.sub(LinalgGradients.product(across, v2, false, true));
    }
    Term scaled = LinalgGradients.product(u, matrix(s, safeReciprocal(values)), false, false);
    return da.add(LinalgGradients.product(scaled, rest, false, false));
  }

  // ---------------------------------------------------------------- parts of matrices

  /** Returns 1 / (xⱼ - xᵢ), and 0 where they are the same. */
  private static Term differences(BackwardStep s, Term x) {
    Term columns = x.op("ExpandDims", s.ops().ints(-2));
    Term rows = x.op("ExpandDims", s.ops().ints(-1));
    return safeReciprocal(columns.sub(rows));
  }

  private static Term safeReciprocal(Term x) {
    return x.mul(x.mul(x).add(1e-20).reciprocal());
  }

  /** Returns matrices that have the vectors on their diagonals. */
  private static Term matrix(BackwardStep s, Term x) {
    Term any = s.ops().ints(-1);
    return x.op("MatrixDiagV3", s.ops().ints(0), any, any, x.constant(0));
  }

  private static Term diagonal(BackwardStep s, Term x) {
    return x.op("MatrixDiagPartV3", s.ops().ints(0), x.constant(0));
  }

  private static Term band(BackwardStep s, Term x, int below, int above) {
    return x.op("MatrixBandPart", s.ops().ints(below, true), s.ops().ints(above, true));
  }

  /** Returns the lower triangle with half of the diagonal. */
  private static Term lowerHalf(BackwardStep s, Term x) {
    return band(s, x, -1, 0).sub(band(s, x, 0, 0).mul(0.5));
  }
}
