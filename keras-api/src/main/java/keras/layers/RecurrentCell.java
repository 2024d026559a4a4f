package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.engine.loops.StepOut;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@link SimpleRNNCell}, {@link LSTMCell} and {@link GRUCell} share: weights, and the dropout
 * of inputs and states.
 *
 * <p>Inputs: {@code (batch, features)} and, as {@code states}, those of the step before, {@code
 * (batch, units)} each. Outputs: {@code (batch, units)}, and the list of the next states.
 *
 * <p>Weights: {@code kernel (features, gates * units)}, {@code recurrent_kernel (units, gates *
 * units)}, {@code bias}; the state of a seed generator.
 *
 * <p>What is dropped is drawn once a call of the layer around the cell, and the seed generator
 * counts whether the call trains or not.
 *
 * <p>Differs from Keras: a cell that is called by itself draws at each call that trains. Keras'
 * cell keeps what the first call drew.
 *
 * <p>Keras: {@code keras/src/layers/rnn/dropout_rnn_cell.py}.
 */
public abstract class RecurrentCell<C extends RecurrentCell<C>> extends FluentLayer<C>
    implements Cell,
        KernelOptions<C>,
        RecurrentKernelOptions<C>,
        UseBiasOptions<C>,
        ActivationOptions<C>,
        RecurrentDropoutOptions<C> {
  @Arg protected int units;
  @Arg protected Activation activation = Activations.TANH;
  @Arg protected boolean useBias = true;

  @Args("kernel")
  final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("recurrent")
  final WeightOptions recurrentOptions = new WeightOptions("orthogonal");

  @Args("bias")
  final WeightOptions biasOptions = new WeightOptions("zeros");

  @Arg protected double dropout;
  @Arg protected double recurrentDropout;
  @Arg private @Nullable Integer seed;

  final SeedGenerator seedGenerator;
  protected Variable kernel;
  protected Variable recurrentKernel;
  protected @Nullable Variable bias;

  RecurrentCell() {
    seedGenerator = addSeedGenerator(null);
  }

  static double share(double dropout) {
    return Math.min(1, Math.max(0, dropout));
  }

  static void requireNoCudnn(String who, boolean use) {
    if (use) {
      throw new IllegalArgumentException(
          "%s: cuDNN is not supported on a CPU, as in Keras. Received: use_cudnn=true."
              .formatted(who));
    }
  }

  @Override
  public C seed(int seed) {
    return with(
        () -> {
          this.seed = seed;
          seedGenerator.seed(seed);
        });
  }

  @Override
  protected void validate() {
    requirePositive("units", units);
    dropout = share(dropout);
    recurrentDropout = share(recurrentDropout);
    if (seed != null) {
      seedGenerator.seed(seed);
    }
  }

  /** Returns how many gates there are, whose weights lie side by side. */
  abstract int gates();

  /** Returns the shape of the bias. */
  Shape biasShape() {
    return Shape.of((long) gates() * units);
  }

  @Override
  public List<Shape> stateShapes() {
    return List.of(Shape.of(units));
  }

  @Override
  protected void build(Shape input) {
    long columns = (long) gates() * units;
    kernel = addWeight("kernel", Shape.of(input.get(-1), columns), kernelOptions);
    recurrentKernel = addWeight("recurrent_kernel", Shape.of(units, columns), recurrentOptions);
    if (useBias) {
      bias = addBias();
    }
  }

  /** Makes the bias. */
  Variable addBias() {
    return addWeight("bias", biasShape(), biasOptions);
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    long features = kernel.shape().get(0);
    if (!input.isUnknown() && (input.numDimensions() < 2 || input.get(-1) != features)) {
      throw new IllegalArgumentException(
          "%s: expected inputs with last axis %d. Received: shape %s."
              .formatted(this, features, Shapes.show(input)));
    }
  }

  // ---------------------------------------------------------------- dropout

  /** Whether each gate has a mask of its own, as in Keras with a dropout of states. */
  boolean maskPerGate() {
    return recurrentDropout > 0;
  }

  /** Returns the masks, and then the parts of the weights. */
  @Override
  public List<Expr> fixed(Expr x, List<Expr> states, CallContext ctx) {
    List<Expr> masks = new ArrayList<>(masks(dropout, x, ctx));
    masks.addAll(masks(recurrentDropout, states.get(0), ctx));
    masks.addAll(parts(ctx));
    return masks;
  }

  /**
   * Returns parts of the weights that a step needs, which are taken apart once for all steps, in
   * the weights' own dtypes: gradients are summed in these.
   */
  List<Expr> parts(CallContext ctx) {
    return List.of();
  }

  /** Returns the parts of the weights that {@link #fixed} gave, or takes the weights apart now. */
  final List<Expr> partsOf(List<Expr> fixed, Expr x, CallContext ctx) {
    int from = fixed.size() - partCount();
    List<Expr> given = from < 0 ? parts(ctx) : fixed.subList(from, fixed.size());
    return given.stream().map(w -> w.cast(x.dtype())).toList();
  }

  /** Returns how many parts of the weights there are. */
  int partCount() {
    return 0;
  }

  private List<Expr> masks(double rate, Expr like, CallContext ctx) {
    return masks(maskPerGate() ? gates() : 1, rate, like, seedGenerator, ctx);
  }

  /** Returns so many masks where a share is dropped; in calls that do not train they are drawn. */
  static List<Expr> masks(
      int count, double rate, Expr like, SeedGenerator seedGenerator, CallContext ctx) {
    List<Expr> masks = new ArrayList<>();
    for (int i = 0; rate > 0 && i < count; i++) {
      if (rate == 1) {
        masks.add(Numpy.zerosLike(like));
      } else if (ctx.training()) {
        Expr ones = Numpy.onesLike(like);
        masks.add(Dropout.drop(ones, rate, seedGenerator, Core.shape(like), ctx));
      } else {
        seedGenerator.next(ctx); // Keras draws here too
      }
    }
    return masks;
  }

  /** Returns what a gate sees of the inputs. */
  final Expr dropped(Expr x, int gate, List<Expr> fixed, CallContext ctx) {
    return ctx.training() && appliesDropout(dropout)
        ? alike(x.mul(fixed.get(maskPerGate() ? gate : 0)), ctx)
        : x;
  }

  /** Returns what a gate sees of the state. */
  final Expr droppedState(Expr h, int gate, List<Expr> fixed, CallContext ctx) {
    int before = dropout > 0 ? gates() : 0;
    return ctx.training() && appliesDropout(recurrentDropout)
        ? alike(h.mul(fixed.get(before + gate)), ctx)
        : h;
  }

  /** Returns a sum or product of two tensors that have the same shape, batch and all. */
  static Expr alike(Expr made, CallContext ctx) {
    ctx.products().sameShapes(made.asOutput().op());
    return made;
  }

  /** Whether a share is dropped at all: Keras' gates take all of it for none. */
  boolean appliesDropout(double rate) {
    return rate > 0 && rate < 1;
  }

  // ---------------------------------------------------------------- calls

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return call(this, this, in, ctx);
  }

  /** Calls a cell by itself. */
  static Structure<Expr> call(Layer layer, Cell cell, Arguments<Expr> in, CallContext ctx) {
    Expr x = in.inputs().get(0);
    List<Expr> states = in.tensors("states");
    if (states.size() != cell.stateShapes().size()) {
      throw new IllegalArgumentException(
          "%s: expected `states` of %d tensors. Received: %d."
              .formatted(layer, cell.stateShapes().size(), states.size()));
    }
    boolean draws = ctx.training() || cell instanceof StackedRNNCells;
    StepOut made = cell.step(x, states, draws ? cell.fixed(x, states, ctx) : List.of(), ctx);
    Structure<Expr> next =
        in.value("states") instanceof Expr
            ? Structure.of(made.states().get(0))
            : new Structure.Items<>(cell.grouped(made.states()));
    return new Structure.Items<>(List.of(Structure.of(made.output()), next));
  }
}
