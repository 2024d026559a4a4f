package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.op.Ops;

/**
 * Where the windows of a layer with filters of their own at each place lie, and what stands in
 * them.
 *
 * <p>With the padding "same" tf_keras begins a window half its size before its place, whatever the
 * strides; what then lies outside of the inputs is left out.
 */
final class LocalWindows {
  private final int[] sizes;
  private final int[] kernel;
  private final int[] strides;
  private final int[] outputs;
  private final int[] before;

  /**
   * Finds the windows.
   *
   * @param sizes of the inputs along each spatial axis
   * @param kernel the sizes of a window
   * @param strides how far a window moves
   * @param same whether there is a window for each place that strides lead to
   */
  LocalWindows(int[] sizes, int[] kernel, int[] strides, boolean same) {
    this.sizes = sizes.clone();
    this.kernel = kernel.clone();
    this.strides = strides.clone();
    outputs =
        IntStream.range(0, sizes.length)
            .map(
                i -> {
                  int room = same ? sizes[i] : sizes[i] - kernel[i] + 1;
                  return (Math.max(room, 0) + strides[i] - 1) / strides[i];
                })
            .toArray();
    before = IntStream.of(kernel).map(k -> same ? k / 2 : 0).toArray();
  }

  /** Returns the sizes of the inputs along each spatial axis. */
  int[] sizes() {
    return sizes.clone();
  }

  /** Returns how many windows there are along each spatial axis. */
  int[] outputs() {
    return outputs.clone();
  }

  /** Returns how many windows there are. */
  int count() {
    return product(outputs);
  }

  /** Returns how many places a window has. */
  int area() {
    return product(kernel);
  }

  /**
   * Returns for each place of each window, window by window, the place of the inputs that it lies
   * on, counted over all their spatial axes; -1 where it lies outside.
   */
  int[] places() {
    int[] out = new int[Math.multiplyExact(count(), area())];
    for (int i = 0; i < out.length; i++) {
      int[] window = indices(i / area(), outputs);
      int[] inside = indices(i % area(), kernel);
      int place = 0;
      for (int axis = 0; axis < sizes.length && place >= 0; axis++) {
        int at = window[axis] * strides[axis] - before[axis] + inside[axis];
        place = at < 0 || at >= sizes[axis] ? -1 : place * sizes[axis] + at;
      }
      out[i] = place;
    }
    return out;
  }

  /**
   * Returns what stands in the windows of inputs {@code (batch, places, channels)}: {@code (window,
   * batch, place * channels)}, 0 outside.
   */
  Expr take(Expr x) {
    long channels = x.shape().get(2);
    Expr all = gather(x, places(), 1);
    Expr windows = all.reshape(-1, count(), area() * channels);
    return windows.transpose(1, 0, 2);
  }

  /** Takes indices along an axis, and zeros for those below 0. */
  static Expr gather(Expr x, int[] indices, int axis) {
    Ops tf = x.tf();
    Expr from = x;
    int[] at = indices;
    if (Arrays.stream(indices).anyMatch(i -> i < 0)) {
      int[][] sides = new int[x.rank()][2];
      sides[axis][1] = 1;
      from = x.wrap(tf.pad(x, tf.constant(sides), x.constant(0)));
      int zero = Math.toIntExact(x.shape().get(axis));
      at = Arrays.stream(indices).map(i -> i < 0 ? zero : i).toArray();
    }
    return Numpy.take(from, x.wrap(tf.constant(at)), axis);
  }

  /**
   * Returns 1 for each place of the inputs and each window that it lies in, and 0 for others, as
   * factors that broadcast: one for each spatial axis, {@code (sizes..., 1, outputs..., 1)} but for
   * the sizes of other axes, which are 1.
   *
   * @param first whether the axes of size 1 come before those of sizes and of outputs
   */
  List<Expr> connections(Expr like, boolean first) {
    List<Expr> out = new ArrayList<>();
    int axes = sizes.length;
    for (int axis = 0; axis < axes; axis++) {
      float[] values = new float[sizes[axis] * outputs[axis]];
      for (int window = 0; window < outputs[axis]; window++) {
        int start = window * strides[axis] - before[axis];
        int end = Math.min(start + kernel[axis], sizes[axis]);
        for (int at = Math.max(start, 0); at < end; at++) {
          values[at * outputs[axis] + window] = 1;
        }
      }
      long[] shape = new long[2 * axes + 2];
      Arrays.fill(shape, 1);
      shape[axis + (first ? 1 : 0)] = sizes[axis];
      shape[axes + 1 + axis + (first ? 1 : 0)] = outputs[axis];
      out.add(like.wrap(like.tf().constant(values)).reshape(shape).cast(like.dtype()));
    }
    return out;
  }

  /** Returns the indices along axes of such sizes of what is counted over all of them. */
  private static int[] indices(int flat, int[] sizes) {
    int[] out = new int[sizes.length];
    int rest = flat;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      out[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return out;
  }

  static int product(int... sizes) {
    return IntStream.of(sizes).reduce(1, Math::multiplyExact);
  }
}
