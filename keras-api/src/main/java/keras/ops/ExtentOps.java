package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Operations that change how far tensors extend along some axes: they add zeros, cut edges off or
 * repeat what is there. They emit the ops that Python's TensorFlow emits.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/numpy.py}.
 */
public final class ExtentOps {
  private ExtentOps() {}

  /**
   * Adds zeros before and after what is there.
   *
   * @param edges how many, before and after, for each axis from {@code first} on
   */
  public static Expr pad(Expr x, int first, int[][] edges) {
    int[][] all = new int[x.rank()][2];
    System.arraycopy(edges, 0, all, first, edges.length);
    Ops tf = x.tf();
    return Expr.of(
        tf,
        tf.scope()
            .opBuilder("Pad", "Pad")
            .addInput(x.asOutput())
            .addInput(tf.constant(all).asOutput())
            .build()
            .output(0));
  }

  /**
   * Cuts edges off.
   *
   * @param edges how much, before and after, for each axis from {@code first} on
   */
  public static Expr crop(Expr x, int first, int[][] edges) {
    int rank = x.rank();
    int[] begin = new int[rank];
    int[] end = new int[rank];
    int[] steps = new int[rank];
    Arrays.fill(steps, 1);
    long open = (1L << rank) - 1;
    for (int i = 0; i < edges.length; i++) {
      begin[first + i] = edges[i][0];
      end[first + i] = -edges[i][1];
      open &= edges[i][1] == 0 ? open : ~(1L << (first + i));
    }
    Ops tf = x.tf();
    return Expr.of(
        tf,
        tf.scope()
            .opBuilder("StridedSlice", "StridedSlice")
            .addInput(x.asOutput())
            .addInput(tf.constant(begin).asOutput())
            .addInput(tf.constant(end).asOutput())
            .addInput(tf.constant(steps).asOutput())
            .setAttr("end_mask", open)
            .build()
            .output(0));
  }

  /** Gives an axis a size: what is too much is left out, and what lacks is filled up at the end. */
  public static Expr sized(Expr x, int axis, int size, double fill) {
    Expr some = SliceKey.between(x, axis, 0, size);
    Expr lacking = Core.size(some, axis).neg().add(size);
    List<Expr> after = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      after.add(i == axis ? lacking : lacking.constant(0));
    }
    Expr ends = Numpy.stack(after).expandDims(1);
    Expr paddings = Numpy.concatenate(List.of(Numpy.zerosLike(ends), ends), 1);
    long[] sizes = x.shape().asArray();
    sizes[axis] = size;
    Expr y = x.wrap(x.tf().pad(some, paddings, x.constant(fill)));
    return x.wrap(x.tf().ensureShape(y, Shape.of(sizes)));
  }

  /** Repeats each value along an axis so many times, next to itself. */
  public static Expr repeat(Expr x, int times, int axis) {
    int[] copies = new int[x.rank() + 1];
    Arrays.fill(copies, 1);
    copies[axis + 1] = times;
    Expr wide = x.expandDims(axis + 1);
    wide = x.wrap(x.tf().tile(wide, x.tf().constant(copies)));
    long[] sizes = x.shape().asArray();
    sizes[axis] = sizes[axis] < 0 ? -1 : sizes[axis] * times;
    if (LongStream.of(sizes).filter(n -> n < 0).count() < 2) {
      return wide.reshape(sizes);
    }
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.add(
          sizes[i] >= 0
              ? Core.constant(x.tf(), (double) sizes[i], DType.INT32)
              : i == axis ? Core.size(x, i).mul(times) : Core.size(x, i));
    }
    return Numpy.reshape(wide, Numpy.stack(parts));
  }
}
