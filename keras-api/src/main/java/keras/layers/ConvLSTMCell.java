package keras.layers;

import java.util.ArrayList;
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
import keras.engine.loops.StepOut;
import keras.ops.ConvOps;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * One step of a {@link ConvLSTM}: the gates of an LSTM, each a convolution of the inputs and one of
 * the state.
 *
 * <p>Inputs: {@code (batch, spatial axes..., channels)}, or with the channels first; the states are
 * the output {@code h} and the carry {@code c}, each as large as the convolution of the inputs.
 *
 * <p>Weights: {@code kernel (kernelSize..., channels, 4 filters)}, {@code recurrent_kernel
 * (kernelSize..., filters, 4 filters)}, {@code bias (4 filters)}; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/conv_lstm.py}.
 */
final class ConvLSTMCell extends SpatialLayer<ConvLSTMCell> implements Cell {
  private static final int GATES = 4;

  @Arg int filters;
  @Arg int[] kernelSize = {1};
  @Arg int[] strides = {1};
  @Arg Padding padding = Padding.VALID;
  @Arg DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg int[] dilationRate = {1};
  @Arg Activation activation = Activations.TANH;
  @Arg Activation recurrentActivation = Activations.SIGMOID;
  @Arg boolean useBias = true;
  @Arg boolean unitForgetBias = true;

  @Args("kernel")
  final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("recurrent")
  final WeightOptions recurrentOptions = new WeightOptions("orthogonal");

  @Args("bias")
  final WeightOptions biasOptions = new WeightOptions("zeros");

  @Arg double dropout;
  @Arg double recurrentDropout;
  @Arg @Nullable Integer seed;

  final SeedGenerator seedGenerator;
  Variable kernel;
  private Variable recurrentKernel;
  private @Nullable Variable bias;
  private long[] sizes = {};
  private Shape steps = Shape.unknown();

  ConvLSTMCell(int spatialAxes) {
    super(spatialAxes);
    seedGenerator = addSeedGenerator(null);
  }

  @Override
  DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  String kind() {
    return "ConvLSTM" + spatialAxes + "D";
  }

  @Override
  protected void validate() {
    requirePositive("filters", filters);
    kernelSize = each("kernel_size", kernelSize);
    strides = each("strides", strides);
    dilationRate = each("dilation_rate", dilationRate);
    refuseCausal(padding);
    requireStridesOrGaps(strides, dilationRate);
    dropout = RecurrentCell.share(dropout);
    recurrentDropout = RecurrentCell.share(recurrentDropout);
    if (seed != null) {
      seedGenerator.seed(seed);
    }
  }

  @Override
  void takeSeeds() {
    seedGenerator.takeTurn(); // Keras makes it before the initializers
    super.takeSeeds();
  }

  @Override
  protected void build(Shape input) {
    validate();
    long channels = channels(input);
    int[] axes = spatial();
    if (IntStream.of(axes).anyMatch(a -> input.get(a) < 0)) {
      throw new IllegalArgumentException(
          "%s: expected images of known sizes. Received: steps of shape %s."
              .formatted(this, Shapes.show(input)));
    }
    int[] reach = reach(kernelSize, dilationRate);
    requireRoom(input, padding, reach);
    steps = Shape.of(-1).append(input.takeLast(spatialAxes + 1));
    sizes = new long[spatialAxes];
    for (int i = 0; i < spatialAxes; i++) {
      long room = input.get(axes[i]) - (padding == Padding.VALID ? reach[i] : 1);
      sizes[i] = room / strides[i] + 1;
    }
    Shape window = Shape.of(Arrays.stream(kernelSize).asLongStream().toArray());
    long columns = (long) GATES * filters;
    kernel = addWeight("kernel", window.append(channels).append(columns), kernelOptions);
    recurrentKernel =
        addWeight("recurrent_kernel", window.append(filters).append(columns), recurrentOptions);
    if (useBias) {
      bias =
          unitForgetBias
              ? addWeight(
                  "bias",
                  Shape.of(columns),
                  new LSTMCell.ForgetOnes(biasOptions.start(), filters),
                  biasOptions.regularizer,
                  biasOptions.constraint)
              : addWeight("bias", Shape.of(columns), biasOptions);
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    requireChannels(inputs.get(0), kernel.shape().get(spatialAxes));
  }

  /** Returns the shape of the inputs at one time, for any number of samples. */
  Shape steps() {
    return steps;
  }

  @Override
  public List<Shape> stateShapes() {
    Shape spatial = Shape.of(sizes);
    Shape one =
        dataFormat == DataFormat.CHANNELS_LAST
            ? spatial.append(filters)
            : Shape.of(filters).append(spatial);
    return List.of(one, one);
  }

  /** Returns the masks of dropout, one for each gate, which Keras draws in every call. */
  @Override
  public List<Expr> fixed(Expr x, List<Expr> states, CallContext ctx) {
    List<Expr> masks = new ArrayList<>();
    masks.addAll(RecurrentCell.masks(GATES, dropout, x, seedGenerator, ctx));
    masks.addAll(RecurrentCell.masks(GATES, recurrentDropout, states.get(0), seedGenerator, ctx));
    return masks;
  }

  private static boolean drops(double rate, CallContext ctx) {
    return ctx.training() && rate > 0 && rate < 1; // a dropout of 1 drops nothing, as in Keras
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
    int recurrent = dropout > 0 ? GATES : 0;
    List<Expr> xs =
        convolved(x, drops(dropout, ctx) ? fixed.subList(0, GATES) : List.of(), kernel, true, ctx);
    List<Expr> hs =
        convolved(
            states.get(0),
            drops(recurrentDropout, ctx) ? fixed.subList(recurrent, recurrent + GATES) : List.of(),
            recurrentKernel,
            false,
            ctx);
    List<Expr> z = new ArrayList<>();
    for (int i = 0; i < GATES; i++) {
      z.add(RecurrentCell.alike(xs.get(i).add(hs.get(i)), ctx));
    }
    Expr i = recurrentActivation.call(z.get(0));
    Expr f = recurrentActivation.call(z.get(1));
    Expr kept = RecurrentCell.alike(f.mul(channelsLast(states.get(1))), ctx);
    Expr taken = RecurrentCell.alike(i.mul(activation.call(z.get(2))), ctx);
    Expr c = RecurrentCell.alike(kept.add(taken), ctx);
    Expr o = recurrentActivation.call(z.get(3));
    Expr h = asInput(RecurrentCell.alike(o.mul(activation.call(c)), ctx));
    return new StepOut(h, List.of(h, asInput(c)));
  }

  /**
   * Returns the convolution of each gate, the channels last.
   *
   * @param masks of each gate, or none
   * @param inputs whether these are the inputs, rather than the state
   */
  private List<Expr> convolved(
      Expr x, List<Expr> masks, Variable weights, boolean inputs, CallContext ctx) {
    Expr window = ctx.read(weights);
    Variable b = inputs ? bias : null;
    if (masks.isEmpty()) {
      Expr y = convolved(x, window, inputs);
      return Numpy.split(b == null ? y : y.add(ctx.read(b)), GATES, spatialAxes + 1);
    }
    List<Expr> windows = Numpy.split(window, GATES, spatialAxes + 1);
    List<Expr> biases = b == null ? List.of() : Numpy.split(ctx.read(b), GATES, 0);
    List<Expr> all = new ArrayList<>();
    for (int i = 0; i < GATES; i++) {
      Expr seen = RecurrentCell.alike(x.mul(masks.get(i)), ctx);
      Expr y = convolved(seen, windows.get(i), inputs);
      all.add(biases.isEmpty() ? y : y.add(biases.get(i)));
    }
    return all;
  }

  private Expr convolved(Expr x, Expr window, boolean inputs) {
    int[] ones = new int[spatialAxes];
    Arrays.fill(ones, 1);
    return inputs
        ? ConvOps.conv(channelsLast(x), window, strides, padding.name(), dilationRate)
        : ConvOps.conv(channelsLast(x), window, ones, Padding.SAME.name(), ones);
  }
}
