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
 * A convolution of each channel for itself, in one or two spatial axes.
 *
 * <p>Weights: {@code kernel (kernelSize..., channels, depthMultiplier)}, {@code bias (channels *
 * depthMultiplier)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/base_depthwise_conv.py}.
 */
public abstract class DepthwiseConvLayer<L extends DepthwiseConvLayer<L>> extends SpatialLayer<L>
    implements PaddingOptions<L>,
        StridesOptions<L>,
        DataFormatOptions<L>,
        DilationOptions<L>,
        DepthwiseOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L> {
  @Arg private int depthMultiplier = 1;
  @Arg private int[] kernelSize = {1};
  @Arg private int[] strides = {1};
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private int[] dilationRate = {1};
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("depthwise")
  private final WeightOptions depthwiseOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  private Variable kernel;
  private @Nullable Variable bias;

  DepthwiseConvLayer(int spatialAxes, int... kernelSize) {
    super(spatialAxes);
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /** Sets how many channels of the output each channel of the input makes. */
  public L depthMultiplier(int depthMultiplier) {
    return Options.checked(this, "depth_multiplier", depthMultiplier);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  protected void validate() {
    requirePositive("depth_multiplier", depthMultiplier);
    kernelSize = each("kernel_size", kernelSize);
    strides = each("strides", strides);
    dilationRate = each("dilation_rate", dilationRate);
    refuseCausal(padding);
  }

  @Override
  protected void build(Shape input) {
    long channels = channels(input);
    requireEvenStrides(strides, dilationRate);
    Shape window = Shape.of(IntStream.of(kernelSize).asLongStream().toArray());
    kernel = addWeight("kernel", window.append(channels).append(depthMultiplier), depthwiseOptions);
    bias = useBias ? addWeight("bias", Shape.of(channels * depthMultiplier), biasOptions) : null;
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    Shape input = inputs.get(0);
    requireChannels(input, kernel.shape().get(spatialAxes));
    requireRoom(input, padding, reach(kernelSize, dilationRate));
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    requireFloating(x);
    Expr window = ctx.read(kernel);
    Expr y = ConvOps.depthwiseConv(channelsLast(x), window, strides, padding.name(), dilationRate);
    y = withBias(y, bias == null ? null : ctx.read(bias), false);
    return LayerActivation.call(activation, y, ctx);
  }
}
