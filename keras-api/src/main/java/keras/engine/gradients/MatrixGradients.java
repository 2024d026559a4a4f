package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates products of matrices.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class MatrixGradients {
  private MatrixGradients() {}

  static void addTo(VjpTable table) {
    table.put("MatMul", s -> product(s, "MatMul", "transpose_a", "transpose_b"));
    table.put("BatchMatMul", s -> product(s, "BatchMatMulV2", "adj_x", "adj_y"));
    table.put("BatchMatMulV2", MatrixGradients::broadcastProduct);
    table.put("BatchMatMulV3", MatrixGradients::broadcastProduct);
  }

  private static List<@Nullable Term> product(
      BackwardStep s, String type, String attributeA, String attributeB) {
    boolean ta = s.flag(attributeA);
    boolean tb = s.flag(attributeB);
    Multiplication times =
        (x, y, tx, ty) -> s.op(type, b -> b.setAttr(attributeA, tx).setAttr(attributeB, ty), x, y);
    Term a = s.input(0);
    Term b = s.input(1);
    Term dy = s.dy();
    Term da = null;
    Term db = null;
    if (s.needs(0)) {
      da = ta ? times.of(b, dy, tb, true) : times.of(dy, b, false, !tb);
    }
    if (s.needs(1)) {
      db = tb ? times.of(dy, a, true, ta) : times.of(a, dy, !ta, false);
    }
    return Arrays.asList(da, db);
  }

  private static List<? extends @Nullable Operand<?>> broadcastProduct(BackwardStep s) {
    List<@Nullable Term> full = product(s, "BatchMatMulV2", "adj_x", "adj_y");
    return unbroadcast(s, full.get(0), full.get(1));
  }

  /** Sums the gradients of two inputs over the batches that were broadcast. */
  static List<@Nullable Term> unbroadcast(BackwardStep s, @Nullable Term dx, @Nullable Term dy) {
    Term x = s.input(0);
    Term y = s.input(1);
    Shape xs = x.shape();
    Shape ys = y.shape();
    if (!xs.isUnknown() && !ys.isUnknown()) {
      Shape xBatch = xs.take(xs.numDimensions() - 2);
      Shape yBatch = ys.take(ys.numDimensions() - 2);
      if (!xBatch.hasUnknownDimension() && xBatch.equals(yBatch)) {
        return Arrays.asList(dx, dy);
      }
    }
    var axes = s.ops().build("BroadcastGradientArgs", b -> {}, batchDims(s, x), batchDims(s, y));
    return Arrays.asList(
        dx == null ? null : dx.sum(s.ops().output(axes, 0), false).reshape(x.dims()),
        dy == null ? null : dy.sum(s.ops().output(axes, 1), false).reshape(y.dims()));
  }

  private static Term batchDims(BackwardStep s, Term matrix) {
    Term size = s.ops().pack(List.of(matrix.axisCount().sub(s.ops().ints(2))), 0);
    return matrix.dims().slice(s.ops().vector(0), size);
  }

  /** Multiplies two matrices, either transposed. */
  @FunctionalInterface
  private interface Multiplication {
    Term of(Term x, Term y, boolean transposeX, boolean transposeY);
  }
}
