package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates decompositions and diagonals of matrices.
 *
 * <p>Keras: tensorflow/python/ops/linalg_grad.py, tensorflow/python/ops/array_grad.py
 */
final class LinalgGradients {
  private LinalgGradients() {}

  static void addTo(VjpTable table) {
    table.put("Qr", LinalgGradients::qr);
    table.put("MatrixSetDiagV3", LinalgGradients::diagonalReplaced);
    table.unary("MatrixDiagPartV2", s -> diagonal(s, "MatrixDiagV2", b -> {}));
    table.unary("MatrixDiagPartV3", s -> diagonal(s, "MatrixDiagV3", s.copying("align")));
  }

  private static List<@Nullable Operand<?>> diagonalReplaced(BackwardStep s) {
    Term k = s.input(2);
    Term zeros = s.input(1).zerosLike();
    return Arrays.asList(
        s.needs(0) ? s.dy().op("MatrixSetDiagV3", s.copying("align"), zeros, k) : null,
        s.needs(1)
            ? s.dy().op("MatrixDiagPartV3", s.copying("align"), k, s.dy().constant(0))
            : null,
        null);
  }

  /** Puts the gradient back on the diagonals that were taken, zeros elsewhere. */
  private static Term diagonal(BackwardStep s, String op, Consumer<OperationBuilder> align) {
    Term dims = s.input(0).dims();
    int rank = s.input(0).shape().numDimensions();
    return s.dy()
        .op(
            op,
            align,
            s.input(1),
            dims.element(rank - 2),
            dims.element(rank - 1),
            s.dy().constant(0));
  }

  /** By Roberts &amp; Roberts (2020), QR and LQ decomposition matrix backpropagation. */
  private static List<Term> qr(BackwardStep s) {
    Term q = s.output(0);
    Term r = s.output(1);
    Term dq = s.dy(0);
    Term dr = s.dy(1);
    Shape shape = s.input(0).shape();
    long rows = shape.get(-2);
    long columns = shape.get(-1);
    boolean known = rows >= 0 && columns >= 0;
    if (s.flag("full_matrices") && (!known || rows > columns)) {
      throw new UnsupportedOperationException(
          ("Gradients: expected Qr '%s' with full_matrices=false, or a matrix no taller than wide."
                  + " Received: full_matrices=true, shape %s. TensorFlow has no gradient for it"
                  + " either.")
              .formatted(s.operation().name(), shape));
    }
    if (known && rows >= columns) {
      return List.of(square(s, q, r, dq, dr));
    }
    // a = [x, y], r = [u, v], with x and u square; y and v are empty where a is tall
    Term split = q.dims().element(shape.numDimensions() - 2);
    Term y = columns(s, s.input(0), split, false);
    Term u = columns(s, r, split, true);
    Term dv = columns(s, dr, split, false);
    Term du = columns(s, dr, split, true);
    Term dx = square(s, q, u, dq.add(product(y, dv, false, true)), du);
    return List.of(s.ops().concat(List.of(dx, product(q, dv, false, false)), s.ops().ints(-1)));
  }

  private static Term square(BackwardStep s, Term q, Term r, Term dq, Term dr) {
    Term qdq = product(q, dq, true, false);
    Term rdr = product(r, dr, false, true);
    Term skew = qdq.sub(adjoint(s, qdq)).add(rdr.sub(adjoint(s, rdr)));
    Term lower = skew.op("MatrixBandPart", s.ops().ints(-1, true), s.ops().ints(0, true));
    Term a = product(q, dr.add(solve(s, lower, r)), false, false);
    Term b = solve(s, dq.sub(product(q, qdq, false, false)), r);
    return a.add(b);
  }

  /** Returns x·(r⁻¹)ᵀ for an upper triangular r. */
  private static Term solve(BackwardStep s, Term x, Term r) {
    return adjoint(
        s,
        r.op(
            "MatrixTriangularSolve",
            b -> b.setAttr("lower", false).setAttr("adjoint", false),
            adjoint(s, x)));
  }

  static Term product(Term a, Term b, boolean adjointA, boolean adjointB) {
    return a.shape().numDimensions() == 2
        ? a.op(
            "MatMul", op -> op.setAttr("transpose_a", adjointA).setAttr("transpose_b", adjointB), b)
        : a.op("BatchMatMulV2", op -> op.setAttr("adj_x", adjointA).setAttr("adj_y", adjointB), b);
  }

  static Term adjoint(BackwardStep s, Term x) {
    int rank = x.shape().numDimensions();
    long[] permutation = new long[rank];
    Arrays.setAll(permutation, i -> i);
    permutation[rank - 2] = rank - 1L;
    permutation[rank - 1] = rank - 2L;
    return x.op("Transpose", s.ops().vector(permutation));
  }

  /** Takes the columns of matrices before or from an index on. */
  static Term columns(BackwardStep s, Term x, Term split, boolean before) {
    Term at = s.ops().pack(List.of(split), 0);
    return x.op(
        "StridedSlice",
        b ->
            b.setAttr("ellipsis_mask", 1)
                .setAttr("begin_mask", before ? 2 : 0)
                .setAttr("end_mask", before ? 0 : 2),
        s.ops().concat(s.ops().vector(0), before ? s.ops().vector(0) : at),
        s.ops().concat(s.ops().vector(0), before ? at : s.ops().vector(0)),
        s.ops().vector(1, 1));
  }
}
