package keras.layers;

import java.util.List;
import java.util.Map;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@link ConvLSTM1D}, {@link ConvLSTM2D} and {@link ConvLSTM3D} share: an LSTM of sequences of
 * images, whose gates are convolutions (Shi et al., 2015).
 *
 * <p>Inputs: {@code (batch, time, spatial axes..., channels)}, or {@code (batch, time, channels,
 * spatial axes...)} with the channels first; the sizes of images and the channels known. {@code
 * initial_state}, {@code h} and {@code c}, each as large as an output, and {@code mask} as {@link
 * RecurrentLayer} says. Outputs: the convolution of the last step; with {@code return_sequences} of
 * every step; with {@code return_state} also {@code h} and {@code c}.
 *
 * <p>Weights: {@code kernel (kernelSize..., channels, 4 filters)}, {@code recurrent_kernel
 * (kernelSize..., filters, 4 filters)}, {@code bias (4 filters)}, for the input gate, the forget
 * gate, the candidate and the output gate; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/conv_lstm.py}.
 */
public abstract class ConvLSTM<L extends ConvLSTM<L>> extends RecurrentLayer<L>
    implements PaddingOptions<L>,
        StridesOptions<L>,
        DataFormatOptions<L>,
        DilationOptions<L>,
        KernelOptions<L>,
        RecurrentKernelOptions<L>,
        UseBiasOptions<L>,
        ActivationOptions<L>,
        RecurrentActivationOptions<L>,
        RecurrentDropoutOptions<L> {
  @Arg private int filters;
  @Arg private int[] kernelSize = {1};
  @Arg private int[] strides = {1};
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private int[] dilationRate = {1};
  @Arg private Activation activation = Activations.TANH;
  @Arg private Activation recurrentActivation = Activations.SIGMOID;
  @Arg private boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions;

  @Args("recurrent")
  private final WeightOptions recurrentOptions;

  @Args("bias")
  private final WeightOptions biasOptions;

  @Arg private boolean unitForgetBias = true;
  @Arg private double dropout;
  @Arg private double recurrentDropout;
  @Arg private @Nullable Integer seed;

  private final ConvLSTMCell cell;

  /** Makes a layer of images with so many spatial axes. */
  ConvLSTM(int spatialAxes) {
    cell = new ConvLSTMCell(spatialAxes).name("conv_lstm_cell");
    kernelOptions = cell.kernelOptions;
    recurrentOptions = cell.recurrentOptions;
    biasOptions = cell.biasOptions;
    kernelSize = cell.each("kernel_size", kernelSize);
    strides = cell.each("strides", strides);
    dilationRate = cell.each("dilation_rate", dilationRate);
  }

  ConvLSTM(int spatialAxes, int filters, int... kernelSize) {
    this(spatialAxes);
    this.filters = filters;
    this.kernelSize = kernelSize.clone();
    validate();
  }

  /** Sets whether the bias of the forget gate starts from ones, which keeps what the cell knows. */
  public L unitForgetBias(boolean ones) {
    return with(() -> unitForgetBias = ones);
  }

  @Override
  public L seed(int seed) {
    return checked(() -> this.seed = seed);
  }

  @Override
  public final Cell cell() {
    return cell;
  }

  /** Gives the cell the options, which checks them. */
  @Override
  protected void validate() {
    kernelSize = cell.each("kernel_size", kernelSize);
    strides = cell.each("strides", strides);
    dilationRate = cell.each("dilation_rate", dilationRate);
    Configs.copyArgs(this, cell);
    cell.validate();
    dropout = cell.dropout;
    recurrentDropout = cell.recurrentDropout;
  }

  /** Takes one number for all spatial axes, as Keras does. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    return super.adopt(cell.tuples(config), custom);
  }

  @Override
  void takeSeeds() {
    cell.seedGenerator.takeTurn(); // Keras makes it before the initializers
    super.takeSeeds();
  }

  @Override
  int inputAxes() {
    return cell.spatialAxes + 3;
  }

  @Override
  protected void build(Shape input) {
    requireSequences(input);
    if (!cell.isBuilt()) {
      Configs.copyArgs(this, cell);
    }
    super.build(input);
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    Shape input = inputs.get(0);
    Shape step = Shape.of(input.get(0)).append(input.takeLast(input.numDimensions() - 2));
    if (!step.isCompatibleWith(cell.steps())) {
      throw new IllegalArgumentException(
          "%s: expected sequences of steps of the shape it was built for, %s. Received: shape %s."
              .formatted(this, Shapes.show(cell.steps()), Shapes.show(input)));
    }
  }
}
