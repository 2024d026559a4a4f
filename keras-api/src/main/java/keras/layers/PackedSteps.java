package keras.layers;

import java.util.List;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.types.TInt32;

/**
 * Brings the steps of each sample that a mask counts to the front, in their order. A masked step
 * leaves states as they are, so that a kernel without masks computes the steps that are left; what
 * a masked step gives is then looked up.
 */
final class PackedSteps {
  private final Expr counts;
  private final Expr order;
  private final Expr upTo;

  /**
   * Orders the steps.
   *
   * @param mask {@code (batch, time)}
   */
  PackedSteps(Expr mask) {
    Ops tf = mask.tf();
    counts = mask.cast(DType.BOOL);
    Expr ones = counts.cast(DType.INT32);
    upTo = mask.wrap(tf.math.cumsum(ones, tf.constant(1)));
    Expr time = Core.size(mask, 1);
    Expr left = time.sub(range(time)); // time, …, 2, 1
    Expr rank = ones.mul(time).add(left);
    order = mask.wrap(tf.nn.topK(rank, Core.int32(time), TInt32.class).indices());
  }

  private static Expr range(Expr size) {
    Ops tf = size.tf();
    return size.wrap(tf.range(tf.constant(0), Core.int32(size), tf.constant(1)));
  }

  /** Returns sequences {@code (batch, time, …)}, the steps that count first. */
  Expr pack(Expr x) {
    Ops tf = x.tf();
    return x.wrap(tf.gather(x.withMask(null), order, tf.constant(1), Gather.batchDims(1L)));
  }

  /** Returns how many steps count in the sample with the most of them. */
  Expr length() {
    return Numpy.max(upTo, new int[] {0, 1}, false);
  }

  /**
   * Returns what all steps give, {@code (batch, time, …)}: a masked step what the step before gave,
   * zeros before the first.
   *
   * @param rows what the steps that count gave, {@code (time, batch, …)}
   * @param zeros whether a masked step gives zeros
   */
  Expr all(Expr rows, boolean zeros) {
    Ops tf = rows.tf();
    Expr batch = range(Core.size(upTo, 0)).expandDims(-1);
    Expr samples = rows.wrap(tf.broadcastTo(batch, Core.int32(Core.shape(upTo))));
    Expr at = Numpy.stack(List.of(before(upTo), samples));
    Expr found = rows.wrap(tf.gatherNd(rows, Core.int32(at.transpose(1, 2, 0))));
    Expr shown = (zeros ? counts : upTo.greater(0)).expandDims(-1);
    return shown.where(found, Numpy.zerosLike(found));
  }

  /**
   * Returns what was left after the last step, {@code (batch, …)}.
   *
   * @param rows what the steps that count left, {@code (time, batch, …)}
   * @param first what was there before the first
   */
  Expr last(Expr rows, Expr first) {
    Expr steps = lastOf(upTo);
    Expr at = Numpy.stack(List.of(before(steps), range(Core.size(steps, 0))));
    Expr found = rows.wrap(rows.tf().gatherNd(rows, Core.int32(at.transpose(1, 0))));
    return steps.greater(0).expandDims(-1).where(found, first);
  }

  /** Returns the output of the last step: zeros where it is masked and they are asked for. */
  Expr lastOutput(Expr rows, boolean zeros) {
    Expr first = Numpy.zerosLike(Numpy.take(rows, Core.constant(rows.tf(), 0, DType.INT32), 0));
    Expr last = last(rows, first);
    return zeros ? lastOf(counts).expandDims(-1).where(last, first) : last;
  }

  private static Expr lastOf(Expr x) {
    return Numpy.take(x, Core.size(x, 1).sub(1), 1);
  }

  private static Expr before(Expr steps) {
    return steps.sub(1).maximum(steps.constant(0));
  }
}
