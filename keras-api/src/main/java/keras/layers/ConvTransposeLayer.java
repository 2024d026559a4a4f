package keras.layers;

import java.util.Arrays;
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
 * A convolution whose shapes are turned around, in one to three spatial axes: its output is as
 * large as what a convolution would take to give its input. The window moves in the output.
 *
 * <p>Weights: {@code kernel (kernelSize..., filters, channels)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/base_conv_transpose.py}.
 */
public abstract class ConvTransposeLayer<L extends ConvTransposeLayer<L>> extends SpatialLayer<L>
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
  @Arg private int @Nullable [] outputPadding;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private int[] dilationRate = {1};
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  private Variable kernel;
  private @Nullable Variable bias;

  ConvTransposeLayer(int spatialAxes) {
    super(spatialAxes);
    validateWindow();
  }

  ConvTransposeLayer(int spatialAxes, int filters, int... kernelSize) {
    super(spatialAxes);
    this.filters = filters;
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /**
   * Sets how much longer the output is than the windows reach, for all spatial axes or for each;
   * less than the strides.
   */
  public L outputPadding(int... outputPadding) {
    return Options.checked(this, "output_padding", outputPadding.clone());
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
    validateWindow();
    requireStridesOrGaps(strides, dilationRate);
    refuseCausal(padding);
    int[] more = outputPadding;
    if (more == null) {
      return;
    }
    int[] all = more.length == 1 ? IntStream.of(strides).map(s -> more[0]).toArray() : more;
    boolean fits = all.length == spatialAxes;
    for (int i = 0; fits && i < spatialAxes; i++) {
      fits = all[i] >= 0 && all[i] < strides[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: `output_padding` must be 1 or %d integers from 0 on, less than the strides. Received: output_padding=%s, strides=%s."
              .formatted(
                  getClass().getSimpleName(),
                  spatialAxes,
                  Arrays.toString(more),
                  Arrays.toString(strides)));
    }
    outputPadding = all;
  }

  @Override
  protected void build(Shape input) {
    long channels = channels(input);
    Shape window = Shape.of(IntStream.of(kernelSize).asLongStream().toArray());
    kernel = addWeight("kernel", window.append(filters).append(channels), kernelOptions);
    bias = useBias ? addWeight("bias", Shape.of(filters), biasOptions) : null;
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    requireChannels(inputs.get(0), kernel.shape().get(spatialAxes + 1));
  }

  /** Returns what the output's sizes have beyond the input's times the strides. */
  private int[] offsets() {
    int[] reach = reach(kernelSize, dilationRate);
    int[] more = outputPadding;
    boolean valid = padding == Padding.VALID;
    int[] offsets = new int[spatialAxes];
    for (int i = 0; i < spatialAxes; i++) {
      offsets[i] =
          more == null
              ? valid ? Math.max(reach[i] - strides[i], 0) : 0
              : (valid ? reach[i] : reach[i] % 2) + more[i] - strides[i];
    }
    return offsets;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    requireFloating(x);
    Expr last = channelsLast(x);
    int[] offsets = offsets();
    long[] sizes = new long[spatialAxes];
    for (int i = 0; i < spatialAxes; i++) {
      long size = last.shape().get(i + 1);
      sizes[i] = size < 0 ? -1 : size * strides[i] + offsets[i];
    }
    Expr window = ConvOps.spread(ctx.read(kernel), dilationRate);
    Expr y = ConvOps.convTranspose(last, window, strides, padding.name(), sizes, offsets);
    y = withBias(y, bias == null ? null : ctx.read(bias), false);
    return LayerActivation.call(activation, y, ctx);
  }
}
