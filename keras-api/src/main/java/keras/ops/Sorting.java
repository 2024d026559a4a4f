package keras.ops;

import java.util.stream.IntStream;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The order of values along an axis. */
final class Sorting {
  private Sorting() {}

  /** Sorts along an axis, the smallest first. */
  static Expr sort(Expr x, int axis) {
    if (x.dtype() == DType.BOOL) {
      return sort(x.cast(DType.INT32), axis).cast(DType.BOOL);
    }
    return upwards(x, axis, true);
  }

  /** Returns the indices that sort along an axis, int32; equal values keep their order. */
  static Expr argsort(Expr x, int axis) {
    return upwards(x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x, axis, false);
  }

  private static Expr upwards(Expr x, int axis, boolean values) {
    int last = x.rank() - 1;
    int[] swap = IntStream.range(0, x.rank()).toArray();
    swap[axis] = last;
    swap[last] = axis;
    Expr moved = axis == last ? x : x.transpose(swap);
    // the largest of what the order is turned around of
    Expr turned = x.dtype().isFloating() ? moved.neg() : moved.mul(-1).sub(1);
    long known = moved.shape().get(last);
    Expr size =
        known < 0
            ? Core.size(moved, last)
            : Core.constant(x.tf(), (double) known, DType.INT32); // so that the shape is known
    TopK<TNumber, TInt32> top = x.tf().nn.topK(turned, Core.int32(size), TInt32.class);
    Expr sorted;
    if (!values) {
      sorted = x.wrap(top.indices());
    } else {
      Expr back = x.wrap(top.values());
      sorted = x.dtype().isFloating() ? back.neg() : back.add(1).mul(-1);
    }
    return axis == last ? sorted : sorted.transpose(swap);
  }
}
