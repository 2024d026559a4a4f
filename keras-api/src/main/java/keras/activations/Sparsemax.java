package keras.activations;

import java.util.Arrays;
import java.util.stream.IntStream;
import keras.ops.Expr;
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
    Expr sums = logits.of(logits.tf().math.cumsum(sorted, logits.tf().constant(axis)));
    Expr support = sorted.sub(sums.sub(1).div(ranks(logits, axis))).greater(0);
    Expr inSupport = support.select(sums, logits.constant(0));
    Expr k = support.cast(logits.dtype()).sum(true, axis);
    Expr tau = inSupport.sum(true, axis).sub(1).div(k);
    return logits.sub(tau).maximum(0);
  }

  /** 1, 2, 3, … along the axis. */
  private static Expr ranks(Expr x, int axis) {
    Ops tf = x.tf();
    Expr size = x.of(x.sizes()).gather(x.of(tf.constant(axis)), 0);
    Expr r = x.of(tf.range(tf.constant(1), size.add(1).asInt(), tf.constant(1)));
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[axis] = -1;
    return r.cast(x.dtype()).reshape(shape);
  }

  private static Expr sortedDown(Expr x, int axis) {
    Expr size = x.of(x.sizes()).gather(x.of(x.tf().constant(axis)), 0);
    if (axis == x.rank() - 1) {
      return x.of(x.tf().nn.topK(x, size, new TopK.Options[0]).values());
    }
    int[] swap = swapWithLast(x, axis);
    Expr moved = x.transpose(swap);
    return x.of(x.tf().nn.topK(moved, size, new TopK.Options[0]).values()).transpose(swap);
  }

  /** Returns the permutation that swaps an axis with the last. */
  static int[] swapWithLast(Expr x, int axis) {
    int[] swap = IntStream.range(0, x.rank()).toArray();
    swap[axis] = swap.length - 1;
    swap[swap.length - 1] = axis;
    return swap;
  }
}
