package keras.layers;

import java.util.List;
import java.util.stream.IntStream;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.ConvOps;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A convolution: {@code activation(convolution(inputs, kernel) + bias)}, in one to three spatial
 * axes.
 *
 * <p>Weights: {@code kernel (kernelSize..., channels / groups, filters)}, {@code bias (filters)}.
 *
 * <p>Differs from Keras: inputs with the channels first are computed on every CPU; Keras needs
 * oneDNN for them. There is no LoRA.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/base_conv.py}.
 */
public abstract class ConvLayer<L extends ConvLayer<L>> extends SpatialLayer<L>
    implements PaddingOptions<L>,
        StridesOptions<L>,
        DataFormatOptions<L>,
        DilationOptions<L>,
        KernelOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L> {
  @Arg private int filters;
  @Arg private int[] kernelSize = {1};
  @Arg private int[] strides = {1};
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private int[] dilationRate = {1};
  @Arg private int groups = 1;
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  private Variable kernel;
  private @Nullable Variable bias;

  ConvLayer(int spatialAxes) {
    super(spatialAxes);
    validateWindow();
  }

  ConvLayer(int spatialAxes, int filters, int... kernelSize) {
    super(spatialAxes);
    this.filters = filters;
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /**
   * Sets the number of groups of channels, each with filters of its own; the channels and the
   * filters must divide by it.
   */
  public L groups(int groups) {
    return Options.checked(this, "groups", groups);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  private void validateWindow() {
    kernelSize = each("kernel_size", kernelSize);
    strides = each("strides", strides);
    dilationRate = each("dilation_rate", dilationRate);
  }

  @Override
  protected void validate() {
    requirePositive("filters", filters);
    requirePositive("groups", groups);
    validateWindow();
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "%s: `filters` must divide by `groups`. Received: filters=%d, groups=%d."
              .formatted(getClass().getSimpleName(), filters, groups));
    }
    requireStridesOrGaps(strides, dilationRate);
    if (spatialAxes > 1) {
      refuseCausal(padding);
    }
  }

  @Override
  protected void build(Shape input) {
    long channels = channels(input);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "%s: expected inputs whose channels divide by `groups`. Received: groups=%d, shape %s."
              .formatted(this, groups, Shapes.show(input)));
    }
    Shape window = Shape.of(IntStream.of(kernelSize).asLongStream().toArray());
    kernel = addWeight("kernel", window.append(channels / groups).append(filters), kernelOptions);
    bias = useBias ? addWeight("bias", Shape.of(filters), biasOptions) : null;
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    super.check(inputs);
    requireChannels(input, kernel.shape().get(spatialAxes) * groups);
    requireRoom(input, padding, reach(kernelSize, dilationRate));
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    requireFloating(x);
    Expr y = channelsLast(x);
    Expr window = ctx.read(kernel);
    y = ConvOps.conv(y, window, strides, padding.name(), dilationRate);
    y = withBias(y, bias == null ? null : ctx.read(bias), groups == 1 && spatialAxes < 3);
    return LayerActivation.call(activation, y, ctx);
  }
}
