package keras.layers;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.CustomObjects;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.Nn;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer of sequences, images or volumes: its inputs have a batch axis, one to three spatial axes
 * and the channels.
 *
 * <p>TensorFlow's kernels for the CPU want the channels last; a layer of inputs with the channels
 * first moves them there, computes, and moves them back.
 */
public abstract class SpatialLayer<L extends SpatialLayer<L>> extends FluentLayer<L> {
  private static final List<String> TUPLES =
      List.of(
          "kernel_size",
          "strides",
          "dilation_rate",
          "pool_size",
          "size",
          "output_padding",
          "output_size");

  private static final String CHANNEL_BIAS = "channel_bias";

  /** How many spatial axes there are; Keras calls it the rank. */
  final int spatialAxes;

  private boolean channelBias;

  /** Makes a layer of inputs with so many spatial axes. */
  SpatialLayer(int spatialAxes) {
    this.spatialAxes = spatialAxes;
  }

  /** Returns where the inputs have their channels. */
  abstract DataFormat dataFormat();

  /** Takes one number for all spatial axes, as Keras does. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    channelBias = Boolean.TRUE.equals(config.remove(CHANNEL_BIAS));
    return tuples(config);
  }

  /** Returns a config with a size for each spatial axis where it has one number for all. */
  final Map<String, @Nullable Object> tuples(Map<String, @Nullable Object> config) {
    config.replaceAll(
        (key, value) ->
            TUPLES.contains(key) && value instanceof Number n
                ? Collections.nCopies(spatialAxes, n)
                : value);
    return config;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (channelBias) {
      config.put(CHANNEL_BIAS, true);
    }
    return config;
  }

  /** Returns the name of the class whose options these are, for messages. */
  String kind() {
    return getClass().getSimpleName();
  }

  /** Returns a size for each spatial axis, of one for all or of as many; each at least 1. */
  final int[] each(String option, int... sizes) {
    int[] all = sizes.clone();
    if (sizes.length == 1) {
      all = new int[spatialAxes];
      Arrays.fill(all, sizes[0]);
    }
    if (all.length != spatialAxes || IntStream.of(all).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be 1 or %d positive integers. Received: %s=%s."
              .formatted(kind(), option, spatialAxes, option, Arrays.toString(sizes)));
    }
    return all;
  }

  /** Returns the number of channels of inputs, which must be known. */
  final long channels(Shape input) {
    requireAxes(input);
    long channels = input.get(channelAxis());
    if (channels < 0) {
      throw new IllegalArgumentException(
          "%s: expected inputs with a known number of channels, along axis %d. Received: shape %s."
              .formatted(this, channelAxis(), Shapes.show(input)));
    }
    return channels;
  }

  /** Returns the axis of the channels, counted from the first. */
  final int channelAxis() {
    return dataFormat() == DataFormat.CHANNELS_LAST ? spatialAxes + 1 : 1;
  }

  /** Returns the spatial axes, counted from the first. */
  final int[] spatial() {
    int first = dataFormat() == DataFormat.CHANNELS_LAST ? 1 : 2;
    return IntStream.range(first, first + spatialAxes).toArray();
  }

  /** Returns how far a window with gaps reaches along each spatial axis. */
  static int[] reach(int[] kernelSize, int[] dilationRate) {
    return IntStream.range(0, kernelSize.length)
        .map(i -> (kernelSize[i] - 1) * dilationRate[i] + 1)
        .toArray();
  }

  /** Throws unless a shape has the axes that the layer wants. */
  final void requireAxes(Shape input) {
    if (input.numDimensions() != spatialAxes + 2) {
      throw new IllegalArgumentException(
          "%s: expected inputs of %d axes. Received: shape %s."
              .formatted(this, spatialAxes + 2, Shapes.show(input)));
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    requireAxes(inputs.get(0));
  }

  /**
   * Throws where a window does not fit into an input, so that nothing would be left.
   *
   * @param reach how far the window reaches along each spatial axis
   */
  final void requireRoom(Shape input, Padding padding, int[] reach) {
    int[] axes = spatial();
    for (int i = 0; i < axes.length; i++) {
      long size = input.get(axes[i]);
      if (size >= 0 && size < (padding == Padding.VALID ? reach[i] : 1)) {
        throw new IllegalArgumentException(
            "%s: expected inputs of at least %s along the axes %s. Received: shape %s."
                .formatted(
                    this,
                    padding == Padding.VALID ? Arrays.toString(reach) : "1",
                    Arrays.toString(axes),
                    Shapes.show(input)));
      }
    }
  }

  /** Throws unless inputs have as many channels as the weights, where their number is known. */
  final void requireChannels(Shape input, long expected) {
    long received = input.get(channelAxis());
    if (received >= 0 && received != expected) {
      throw new IllegalArgumentException(
          "%s: expected inputs with %d channels along axis %d. Received: shape %s."
              .formatted(this, expected, channelAxis(), Shapes.show(input)));
    }
  }

  /** Throws where the padding is that of sequences alone. */
  final void refuseCausal(Padding padding) {
    if (padding == Padding.CAUSAL) {
      throw new IllegalArgumentException(
          "%s: `padding` must be 'valid' or 'same'. Received: padding='causal'.".formatted(kind()));
    }
  }

  /** Throws where a window both moves further than 1 and has gaps. */
  final void requireStridesOrGaps(int[] strides, int[] dilationRate) {
    if (largest(strides) > 1 && largest(dilationRate) > 1) {
      throw new IllegalArgumentException(
          "%s: either `strides` or `dilation_rate` must be 1. Received: strides=%s, dilation_rate=%s."
              .formatted(kind(), Arrays.toString(strides), Arrays.toString(dilationRate)));
    }
  }

  /** Throws where a depthwise window without gaps moves further along one axis than another. */
  final void requireEvenStrides(int[] strides, int[] dilationRate) {
    if (IntStream.of(strides).distinct().count() > 1 && largest(dilationRate) == 1) {
      throw new IllegalArgumentException(
          "%s: `strides` must be the same for all axes, as TensorFlow has no kernel for others. Received: strides=%s."
              .formatted(this, Arrays.toString(strides)));
    }
  }

  private static int largest(int... sizes) {
    return IntStream.of(sizes).max().orElse(0);
  }

  /** Throws unless inputs are floating-point numbers, as a layer that multiplies them wants. */
  final void requireFloating(Expr x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "%s: expected floating-point inputs. Received: dtype %s. Put `new Rescaling(1 / 255.0)`"
                  .formatted(this, x.dtype().id())
              + " before the layer, or give floats.");
    }
  }

  /** Returns a tensor with its channels last. */
  final Expr channelsLast(Expr x) {
    return dataFormat() == DataFormat.CHANNELS_LAST ? x : x.transpose(moved(1, x.rank() - 1));
  }

  /** Returns a tensor whose channels are last with its channels where the layer has them. */
  final Expr asInput(Expr x) {
    return dataFormat() == DataFormat.CHANNELS_LAST ? x : x.transpose(moved(x.rank() - 1, 1));
  }

  /**
   * Adds a bias to a tensor whose channels are last and returns it as an input of the layer would
   * be. With the channels first, Keras 3 adds the bias along the last axis where that is as long as
   * the bias, and so does this. tf_keras always adds it along the channels, and so do layers of its
   * files, and what TensorFlow computes as one with its bias in Keras 3's fit and predict.
   *
   * @param fused whether TensorFlow computes the layer as one with its bias
   */
  final Expr withBias(Expr y, @Nullable Expr bias, boolean fused) {
    if (bias == null) {
      return asInput(y);
    }
    boolean last = dataFormat() == DataFormat.CHANNELS_LAST;
    long length = bias.shape().size();
    return !last && !fused && !channelBias && length > 1 && y.shape().get(spatialAxes) == length
        ? Nn.biasAdd(asInput(y), bias)
        : asInput(Nn.biasAdd(y, bias));
  }

  /** Returns the permutation that takes an axis from one place to another. */
  private static int[] moved(int from, int to) {
    int last = Math.max(from, to);
    return IntStream.rangeClosed(0, last)
        .map(i -> i == to ? from : i == 0 ? 0 : from < to ? i + 1 : i - 1)
        .toArray();
  }
}
