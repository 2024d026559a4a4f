package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Convolutions and pooling of inputs with the channels last: {@code (batch, spatial axes...,
 * channels)}, with one to three spatial axes. They emit the ops that Python's TensorFlow emits.
 *
 * <p>{@code padding} is {@code "VALID"} or {@code "SAME"}; {@code "CAUSAL"}, for one spatial axis,
 * pads the beginning. Sizes, strides and dilations have an entry for each spatial axis.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
public final class ConvOps {
  private static final String VALID = "VALID";

  private ConvOps() {}

  /**
   * Convolves, in groups where the kernel has fewer channels than the input.
   *
   * @param kernel {@code (window..., channels / groups, filters)}
   */
  public static Expr conv(Expr x, Expr kernel, int[] strides, String padding, int[] dilations) {
    if (padding.equals("CAUSAL")) {
      int reach = (int) (kernel.shape().get(0) - 1) * dilations[0];
      return conv(pad(x, new int[][] {{reach, 0}}), kernel, strides, VALID, dilations);
    }
    return dilated(
        x, window(kernel), padding, dilations, (y, edges) -> plain(y, kernel, strides, edges));
  }

  /** Convolves without gaps in the window. */
  private static Expr plain(Expr x, Expr kernel, int[] strides, String padding) {
    if (strides.length == 1) {
      int[] two = {1, strides[0]};
      return squeezed(plain(x.expandDims(1), kernel.expandDims(0), two, padding));
    }
    long groups = x.shape().get(-1) / kernel.shape().get(-2);
    if (strides.length == 3 && groups > 1) {
      return inGroups(x, kernel, (int) groups, strides, padding);
    }
    return RawOp.of(strides.length == 2 ? "Conv2D" : "Conv3D", window(strides, padding), x, kernel);
  }

  /** The CPU convolves volumes in one group alone. */
  private static Expr inGroups(Expr x, Expr kernel, int groups, int[] strides, String padding) {
    List<Expr> xs = Numpy.split(x, groups, x.rank() - 1);
    List<Expr> kernels = Numpy.split(kernel, groups, kernel.rank() - 1);
    return Numpy.concatenate(
        IntStream.range(0, groups)
            .mapToObj(i -> plain(xs.get(i), kernels.get(i), strides, padding))
            .toList(),
        x.rank() - 1);
  }

  /**
   * Convolves each channel with filters of its own.
   *
   * @param kernel {@code (window..., channels, filters for each)}
   */
  public static Expr depthwiseConv(
      Expr x, Expr kernel, int[] strides, String padding, int[] dilations) {
    if (strides.length == 1) {
      int[] steps = {strides[0], strides[0]};
      int[] gaps = {1, dilations[0]};
      return squeezed(depthwiseConv(x.expandDims(1), kernel.expandDims(0), steps, padding, gaps));
    }
    boolean gaps = IntStream.of(dilations).anyMatch(d -> d > 1);
    if (gaps && IntStream.of(strides).anyMatch(s -> s > 1)) {
      int[] window = window(kernel);
      boolean valid = padding.equals(VALID);
      Expr padded = valid ? x : padSame(x, window, strides, dilations);
      int[] ones = {1, 1};
      Expr y = everyNth(depthwiseConv(padded, kernel, ones, VALID, dilations), strides);
      return withSizes(
          y,
          i -> {
            long left = valid ? (window[i] - 1L) * dilations[i] : 0;
            return (x.shape().get(i + 1) - left - 1) / strides[i] + 1;
          },
          x,
          2);
    }
    return dilated(
        x,
        window(kernel),
        padding,
        dilations,
        (y, edges) -> RawOp.of("DepthwiseConv2dNative", window(strides, edges), y, kernel));
  }

  /**
   * Turns the shapes of a convolution around: what it would give is the input, and the result is as
   * large as what it would take.
   *
   * @param kernel {@code (window..., filters, channels)}
   * @param sizes of the result's spatial axes; -1 where that of the input is unknown
   * @param offsets what a size of the result has beyond that of the input times the stride
   */
  public static Expr convTranspose(
      Expr x, Expr kernel, int[] strides, String padding, long[] sizes, int[] offsets) {
    if (strides.length == 1) {
      int[] steps = {1, strides[0]};
      long[] both = {1, sizes[0]};
      int[] more = {0, offsets[0]};
      return squeezed(
          convTranspose(x.expandDims(1), kernel.expandDims(0), steps, padding, both, more));
    }
    Ops tf = x.tf();
    int axes = strides.length;
    Expr spatial =
        spatialSizes(x, axes).mul(x.wrap(tf.constant(strides))).add(x.wrap(tf.constant(offsets)));
    Expr filters = Core.size(kernel, -2).reshape(1);
    Expr shape = Numpy.concatenate(List.of(Core.size(x, 0).reshape(1), spatial, filters), 0);
    String type = axes == 2 ? "Conv2DBackpropInput" : "Conv3DBackpropInputV2";
    Expr y = RawOp.of(type, window(strides, padding), shape, kernel, x);
    Shape told = Shape.of(x.shape().get(0)).append(Shape.of(sizes)).append(kernel.shape().get(-2));
    return RawOp.of("EnsureShape", b -> b.setAttr("shape", told), y);
  }

  /** Puts zeros between what a window takes, so that it reaches as far as one with gaps. */
  public static Expr spread(Expr kernel, int[] dilations) {
    Expr y = kernel;
    for (int i = 0; i < dilations.length; i++) {
      int size = Math.toIntExact(kernel.shape().get(i));
      if (dilations[i] > 1) {
        int[][] sides = new int[y.rank() + 1][2];
        sides[i + 1][1] = dilations[i] - 1;
        long[] shape = y.shape().asArray();
        shape[i] *= dilations[i];
        Expr wide = RawOp.of("Pad", y.expandDims(i + 1), y.tf().constant(sides)).reshape(shape);
        y = SliceKey.between(wide, i, 0, (size - 1) * dilations[i] + 1);
      }
    }
    return y;
  }

  /** Takes the largest of each window. */
  public static Expr maxPool(Expr x, int[] size, int[] strides, String padding) {
    return pool("MaxPool", x, size, strides, padding);
  }

  /** Averages each window; what reaches over the edges does not count. */
  public static Expr averagePool(Expr x, int[] size, int[] strides, String padding) {
    return pool("AvgPool", x, size, strides, padding);
  }

  private static Expr pool(String type, Expr x, int[] size, int[] strides, String padding) {
    if (size.length == 1) {
      int[] window = {1, size[0]};
      int[] steps = {1, strides[0]};
      return squeezed(pool(type, x.expandDims(1), window, steps, padding));
    }
    Consumer<OperationBuilder> moved = window(strides, padding);
    return RawOp.of(
        type + (size.length == 3 ? "3D" : ""),
        b -> {
          b.setAttr("ksize", ofAll(size));
          moved.accept(b);
        },
        x);
  }

  private interface Convolution {
    Expr of(Expr x, String padding);
  }

  /** Convolves with gaps in the window by convolving interleaved parts of the input. */
  private static Expr dilated(
      Expr x, int[] window, String padding, int[] dilations, Convolution plain) {
    if (IntStream.of(dilations).allMatch(d -> d == 1)) {
      return plain.of(x, padding);
    }
    int axes = dilations.length;
    int[] before = new int[axes];
    int[] after = new int[axes];
    for (int i = 0; i < axes && !padding.equals(VALID); i++) {
      int reach = (window[i] - 1) * dilations[i];
      before[i] = reach / 2;
      after[i] = reach - before[i];
    }
    Ops tf = x.tf();
    Expr rates = x.wrap(tf.constant(dilations));
    Expr start = x.wrap(tf.constant(before));
    Expr end = x.wrap(tf.constant(after));
    Expr missing = missing(x, dilations, before, after);
    Expr paddings = columns(start, end.add(missing));
    Expr parts = x.wrap(tf.spaceToBatchNd(x, rates, paddings));
    Expr y = plain.of(parts, VALID);
    Expr whole = x.wrap(tf.batchToSpaceNd(y, rates, columns(Numpy.zerosLike(missing), missing)));
    return withSizes(
        whole,
        i -> x.shape().get(i + 1) + before[i] + after[i] - (window[i] - 1L) * dilations[i],
        x,
        axes);
  }

  /** Tells the sizes of spatial axes that TensorFlow forgets where one of the input is unknown. */
  private static Expr withSizes(Expr y, IntToLongFunction size, Expr x, int axes) {
    long[] sizes = y.shape().asArray();
    for (int i = 0; i < axes; i++) {
      sizes[i + 1] = x.shape().get(i + 1) < 0 ? -1 : size.applyAsLong(i);
    }
    Shape told = Shape.of(sizes);
    return Arrays.equals(told.asArray(), y.shape().asArray())
        ? y
        : RawOp.of("EnsureShape", b -> b.setAttr("shape", told), y);
  }

  /** Returns what the padded sizes lack to divide by the dilations. */
  private static Expr missing(Expr x, int[] dilations, int[] before, int[] after) {
    int axes = dilations.length;
    long[] sizes = LongStream.of(x.shape().asArray()).skip(1).limit(axes).toArray();
    Ops tf = x.tf();
    if (LongStream.of(sizes).allMatch(n -> n >= 0)) {
      int[] known = new int[axes];
      for (int i = 0; i < axes; i++) {
        known[i] = Math.floorMod(-(sizes[i] + before[i] + after[i]), dilations[i]);
      }
      return x.wrap(tf.constant(known));
    }
    int[] edges = IntStream.range(0, axes).map(i -> before[i] + after[i]).toArray();
    Expr full = spatialSizes(x, axes).add(x.wrap(tf.constant(edges)));
    return x.wrap(tf.math.floorMod(full.neg(), x.wrap(tf.constant(dilations))));
  }

  /** Pads so that a convolution without padding gives what one with padding would. */
  private static Expr padSame(Expr x, int[] window, int[] strides, int[] dilations) {
    Ops tf = x.tf();
    int axes = window.length;
    int[] reach = IntStream.range(0, axes).map(i -> (window[i] - 1) * dilations[i] + 1).toArray();
    Expr sizes = spatialSizes(x, axes);
    Expr steps = x.wrap(tf.constant(strides));
    Expr outputs = x.wrap(tf.math.floorDiv(sizes.add(steps).sub(1), steps));
    Expr total = outputs.sub(1).mul(steps).add(x.wrap(tf.constant(reach))).sub(sizes).maximum(0);
    Expr before = x.wrap(tf.math.floorDiv(total, total.constant(2)));
    Expr none = x.wrap(tf.constant(new int[][] {{0, 0}}));
    Expr paddings = Numpy.concatenate(List.of(none, columns(before, total.sub(before)), none), 0);
    return x.wrap(tf.pad(x, paddings, x.constant(0)));
  }

  private static Expr spatialSizes(Expr x, int axes) {
    int[] all = IntStream.rangeClosed(1, axes).toArray();
    return Numpy.take(Core.shape(x), x.wrap(x.tf().constant(all)), 0);
  }

  private static Expr columns(Expr left, Expr right) {
    return Numpy.concatenate(List.of(left.expandDims(1), right.expandDims(1)), 1);
  }

  private static Expr everyNth(Expr x, int[] strides) {
    Ops tf = x.tf();
    return RawOp.of(
        "StridedSlice",
        b -> b.setAttr("begin_mask", 7).setAttr("end_mask", 7),
        x,
        tf.constant(new int[3]),
        tf.constant(new int[3]),
        tf.constant(new int[] {1, strides[0], strides[1]}));
  }

  private static Expr pad(Expr x, int[][] spatial) {
    int[][] all = new int[spatial.length + 2][2];
    System.arraycopy(spatial, 0, all, 1, spatial.length);
    return RawOp.of("Pad", x, x.tf().constant(all));
  }

  private static Expr squeezed(Expr x) {
    return Numpy.squeeze(x, 1);
  }

  private static int[] window(Expr kernel) {
    return LongStream.of(kernel.shape().asArray())
        .limit(kernel.rank() - 2L)
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private static Consumer<OperationBuilder> window(int[] strides, String padding) {
    return b -> b.setAttr("strides", ofAll(strides)).setAttr("padding", padding);
  }

  /** Returns numbers for the spatial axes with 1 for the batch and the channels. */
  private static long[] ofAll(int[] spatial) {
    long[] all = new long[spatial.length + 2];
    Arrays.fill(all, 1);
    for (int i = 0; i < spatial.length; i++) {
      all[i + 1] = spatial[i];
    }
    return all;
  }
}
