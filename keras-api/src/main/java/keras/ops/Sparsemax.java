package keras.ops;

import java.util.Arrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.TopK;

/** The projection of a vector onto the probabilities. */
final class Sparsemax {
  private Sparsemax() {}

  /**
   * Applies it along an axis.
   *
   * @param axis at least 0
   */
  static Expr call(Expr logits, int axis) {
    Expr sorted = sortedDown(logits, axis);
    Expr sums = logits.wrap(logits.tf().math.cumsum(sorted, logits.tf().constant(axis)));
    Expr support = sorted.sub(sums.sub(1).div(ranks(logits, axis))).greater(0);
    Expr inSupport = support.where(sums, logits.constant(0));
    Expr k = Numpy.sum(support.cast(logits.dtype()), axis, true);
    Expr tau = Numpy.sum(inSupport, axis, true).sub(1).div(k);
    return logits.sub(tau).maximum(0);
  }

  /** 1, 2, 3, … along the axis. */
  private static Expr ranks(Expr x, int axis) {
    Ops tf = x.tf();
    Expr size = Core.size(x, axis);
    Expr r = x.wrap(tf.range(tf.constant(1), Core.int32(size.add(1)), tf.constant(1)));
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[axis] = -1;
    return r.cast(x.dtype()).reshape(shape);
  }

  private static Expr sortedDown(Expr x, int axis) {
    Expr size = Core.size(x, axis);
    if (axis == x.rank() - 1) {
      return x.wrap(x.tf().nn.topK(x, size, new TopK.Options[0]).values());
    }
    int[] swap = Nn.swapWithLast(x, axis);
    Expr moved = x.transpose(swap);
    return x.wrap(x.tf().nn.topK(moved, size, new TopK.Options[0]).values()).transpose(swap);
  }
}
