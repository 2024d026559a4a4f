package keras.layers;

import java.util.List;
import java.util.stream.IntStream;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.ConvOps;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A convolution of each channel for itself, and one that mixes the channels then, in one or two
 * spatial axes.
 *
 * <p>Weights: {@code depthwise_kernel (kernelSize..., channels, depthMultiplier)}, {@code
 * pointwise_kernel (1..., channels * depthMultiplier, filters)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/base_separable_conv.py}.
 */
public abstract class SeparableConvLayer<L extends SeparableConvLayer<L>> extends SpatialLayer<L>
    implements PaddingOptions<L>,
        StridesOptions<L>,
        DataFormatOptions<L>,
        DilationOptions<L>,
        DepthwiseOptions<L>,
        PointwiseOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L> {
  @Arg private int filters;
  @Arg private int[] kernelSize = {1};
  @Arg private int[] strides = {1};
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private int[] dilationRate = {1};
  @Arg private int depthMultiplier = 1;
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("depthwise")
  private final WeightOptions depthwiseOptions = new WeightOptions("glorot_uniform");

  @Args("pointwise")
  private final WeightOptions pointwiseOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  private Variable depthwiseKernel;
  private Variable pointwiseKernel;
  private @Nullable Variable bias;

  SeparableConvLayer(int spatialAxes) {
    super(spatialAxes);
    validateWindow();
  }

  SeparableConvLayer(int spatialAxes, int filters, int... kernelSize) {
    super(spatialAxes);
    this.filters = filters;
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /** Sets how many channels each channel of the input makes before they are mixed. */
  public L depthMultiplier(int depthMultiplier) {
    return Options.checked(this, "depth_multiplier", depthMultiplier);
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
    requirePositive("depth_multiplier", depthMultiplier);
    validateWindow();
    refuseCausal(padding);
  }

  @Override
  protected void build(Shape input) {
    long channels = channels(input);
    requireEvenStrides(strides, dilationRate);
    Shape window = Shape.of(IntStream.of(kernelSize).asLongStream().toArray());
    depthwiseKernel =
        addWeight(
            "depthwise_kernel", window.append(channels).append(depthMultiplier), depthwiseOptions);
    long[] one = IntStream.of(kernelSize).mapToLong(k -> 1).toArray();
    pointwiseKernel =
        addWeight(
            "pointwise_kernel",
            Shape.of(one).append(channels * depthMultiplier).append(filters),
            pointwiseOptions);
    bias = useBias ? addWeight("bias", Shape.of(filters), biasOptions) : null;
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    Shape input = inputs.get(0);
    requireChannels(input, depthwiseKernel.shape().get(spatialAxes));
    requireRoom(input, padding, reach(kernelSize, dilationRate));
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    requireFloating(x);
    int[] ones = IntStream.of(strides).map(s -> 1).toArray();
    Expr y =
        ConvOps.depthwiseConv(
            channelsLast(x), ctx.read(depthwiseKernel), strides, padding.name(), dilationRate);
    y = ConvOps.conv(y, ctx.read(pointwiseKernel), ones, "VALID", ones);
    y = withBias(y, bias == null ? null : ctx.read(bias), false);
    return LayerActivation.call(activation, y, ctx);
  }
}
