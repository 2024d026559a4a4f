package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer like a convolution whose filters are others at each place.
 *
 * <p>Weights: {@code kernel}, by {@code implementation}; {@code bias (places..., filters)}.
 *
 * <p>A mask does not pass: as in tf_keras, inputs with one are refused.
 *
 * <p>Keras: {@code tf_keras/src/layers/locally_connected/locally_connected_utils.py}.
 */
public abstract class LocallyConnectedLayer<L extends LocallyConnectedLayer<L>>
    extends SpatialLayer<L>
    implements PaddingOptions<L>,
        StridesOptions<L>,
        DataFormatOptions<L>,
        KernelOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L> {
  @Arg private int filters;
  @Arg private int[] kernelSize = {1};
  @Arg private int[] strides = {1};
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  @Arg private int implementation = 1;

  private LocalWindows windows;
  private int channels;
  private Variable kernel;
  private @Nullable Variable bias;

  LocallyConnectedLayer(int spatialAxes) {
    super(spatialAxes);
    validateWindow();
  }

  LocallyConnectedLayer(int spatialAxes, int filters, int... kernelSize) {
    super(spatialAxes);
    this.filters = filters;
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /**
   * Sets how the kernel is held, which all compute the same. 1: {@code (windows, window * channels,
   * filters)}, for inputs without padding. 2: {@code (sizes..., channels, places..., filters)}, or
   * with the channels and the filters first where the inputs have them first; most of it has no
   * effect, and its initializer and its penalty count that too. 3: one axis, with what has an
   * effect, ordered by output and then by input.
   *
   * @param implementation 1, 2 or 3
   */
  public L implementation(int implementation) {
    return Options.checked(this, "implementation", implementation);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  private void validateWindow() {
    kernelSize = each("kernel_size", kernelSize);
    strides = each("strides", strides);
  }

  @Override
  protected void validate() {
    requirePositive("filters", filters);
    validateWindow();
    refuseCausal(padding);
    if (implementation < 1 || implementation > 3) {
      throw new IllegalArgumentException(
          "%s: `implementation` must be 1, 2 or 3. Received: implementation=%d."
              .formatted(kind(), implementation));
    }
  }

  @Override
  protected void build(Shape input) {
    if (padding == Padding.SAME && implementation == 1) {
      throw new IllegalArgumentException(
          "%s: `padding` must be 'valid' with `implementation=1`. Received: padding='same'. Set implementation(2) or implementation(3)."
              .formatted(this));
    }
    channels = Math.toIntExact(channels(input));
    int[] sizes = IntStream.of(spatial()).map(axis -> Math.toIntExact(input.get(axis))).toArray();
    if (Arrays.stream(sizes).anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(
          "%s: expected inputs of known sizes along the axes %s. Received: shape %s."
              .formatted(this, Arrays.toString(spatial()), Shapes.show(input)));
    }
    requireRoom(input, padding, kernelSize);
    windows = new LocalWindows(sizes, kernelSize, strides, padding == Padding.SAME);
    kernel = addWeight("kernel", kernelShape(), kernelOptions);
    bias =
        useBias ? addWeight("bias", shape(windows.outputs()).append(filters), biasOptions) : null;
  }

  private Shape kernelShape() {
    return switch (implementation) {
      case 1 -> Shape.of(windows.count(), (long) windows.area() * channels, filters);
      case 2 -> dense(channels, windows.sizes()).append(dense(filters, windows.outputs()));
      default -> {
        long places = Arrays.stream(windows.places()).filter(place -> place >= 0).count();
        yield Shape.of(places * channels * filters);
      }
    };
  }

  /** Returns the axes of inputs or outputs but for the batch, in the layer's order. */
  private Shape dense(int channels, int[] sizes) {
    return dataFormat == DataFormat.CHANNELS_LAST
        ? shape(sizes).append(channels)
        : Shape.of(channels).append(shape(sizes));
  }

  private static Shape shape(int... sizes) {
    return Shape.of(IntStream.of(sizes).asLongStream().toArray());
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    super.check(inputs);
    requireChannels(input, channels);
    int[] axes = spatial();
    for (int i = 0; i < axes.length; i++) {
      long size = input.get(axes[i]);
      if (size >= 0 && size != windows.sizes()[i]) {
        throw new IllegalArgumentException(
            "%s: expected inputs of size %d along axis %d, for which it has filters. Received: shape %s."
                .formatted(this, windows.sizes()[i], axes[i], Shapes.show(input)));
      }
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    requireFloating(x);
    if (x.mask() != null) {
      throw new UnsupportedOperationException(
          "%s: takes no masks, and its inputs have one; tf_keras refuses them too. Leave out `mask_zero` or Masking before it."
              .formatted(this));
    }
    Expr weights = ctx.read(kernel);
    Expr y = implementation == 2 ? all(x, weights) : byWindows(x, weights);
    if (bias != null) {
      // With the channels first tf_keras reshapes the bias, too, instead of transposing it.
      Shape shape = Shape.of(1).append(dense(filters, windows.outputs()));
      y = y.add(ctx.read(bias).reshape(shape.asArray()));
    }
    return LayerActivation.call(activation, y, ctx);
  }

  /** Multiplies all inputs with all outputs' weights, those being 0 that are not connected. */
  private Expr all(Expr x, Expr weights) {
    long size = (long) LocalWindows.product(windows.sizes()) * channels;
    Expr connected = weights;
    for (Expr each : windows.connections(weights, dataFormat == DataFormat.CHANNELS_FIRST)) {
      connected = connected.mul(each);
    }
    Expr y = x.reshape(-1, size).matmul(connected.reshape(size, -1));
    return y.reshape(Shape.of(-1).append(dense(filters, windows.outputs())).asArray());
  }

  /** Multiplies what stands in each window with its filters. */
  private Expr byWindows(Expr x, Expr weights) {
    Expr places = channelsLast(x).reshape(-1, LocalWindows.product(windows.sizes()), channels);
    Expr y = windows.take(places).matmul(filtersOf(weights)).transpose(1, 0, 2);
    return asInput(
        y.reshape(Shape.of(-1).append(shape(windows.outputs())).append(filters).asArray()));
  }

  /** Returns the filters {@code (windows, window * channels, filters)}, the channels last. */
  private Expr filtersOf(Expr weights) {
    int count = windows.count();
    int area = windows.area();
    boolean last = dataFormat == DataFormat.CHANNELS_LAST;
    if (implementation == 3) {
      int[] order = order(last);
      return LocalWindows.gather(weights, order, 0).reshape(count, (long) area * channels, filters);
    }
    return last
        ? weights
        : weights
            .reshape(count, channels, area, filters)
            .transpose(0, 2, 1, 3)
            .reshape(count, (long) area * channels, filters);
  }

  /** Returns where each weight lies in the one axis that `implementation=3` has; -1 for none. */
  private int[] order(boolean last) {
    int area = windows.area();
    int[] places = windows.places();
    int[] order = new int[places.length * channels * filters];
    Arrays.fill(order, -1);
    int next = 0;
    int outer = last ? windows.count() : filters;
    int inner = last ? filters : windows.count();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int window = last ? o : i;
        int filter = last ? i : o;
        for (int j = 0; j < area * channels; j++) {
          int at = window * area + (last ? j / channels : j % area);
          int channel = last ? j % channels : j / area;
          if (places[at] >= 0) {
            order[(at * channels + channel) * filters + filter] = next++;
          }
        }
      }
    }
    return order;
  }
}
