package keras.layers;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.NameScope;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.loops.Scan;
import keras.engine.loops.ScanResult;
import keras.initializers.Zeros;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/**
 * What {@link RNN}, {@link SimpleRNN}, {@link LSTM} and {@link GRU} share: a {@link Cell} runs over
 * the time axis.
 *
 * <p>Inputs: {@code (batch, time, …)}. The call takes {@code initial_state}, a tensor for each
 * state of the cell, and {@code mask}, {@code (batch, time)}: where it is false a sample keeps its
 * states, and its output is that of the step before. Outputs: {@code (batch, units)} of the last
 * step; with {@code return_sequences} {@code (batch, time, units)}; with {@code return_state} also
 * the last states.
 *
 * <p>Weights: those of the cell. The states of a stateful layer are none of its weights, as in
 * Keras: files do not hold them.
 *
 * <p>A layer of a file of tf_keras may have {@code time_major}, which Keras 3 does not know: its
 * inputs, outputs and masks are {@code (time, batch, …)}, its states as ever. It stays so, and goes
 * to files of tf_keras alone.
 *
 * <p>Differs from Keras: {@code unroll} with an unknown length is refused when the model is
 * described, and so is an {@code initial_state} of another shape; Keras fails at the first call.
 *
 * <p>Keras: {@code keras/src/layers/rnn/rnn.py}.
 */
public abstract class RecurrentLayer<L extends RecurrentLayer<L>> extends FluentLayer<L> {
  @Arg protected boolean returnSequences;
  @Arg protected boolean returnState;
  @Arg protected boolean goBackwards;
  @Arg protected boolean stateful;
  @Arg protected boolean unroll;
  @Arg protected boolean zeroOutputForMask;

  private static final String TIME_MAJOR = "time_major";

  private boolean timeMajor;
  private transient List<Variable> states = List.of();

  RecurrentLayer() {}

  /** Returns the cell that runs over the sequence. */
  public abstract Cell cell();

  /** Sets whether the outputs of all steps are returned, rather than the last one's. */
  public L returnSequences(boolean all) {
    return with(() -> returnSequences = all);
  }

  /** Sets whether the last states are returned after the output. */
  public L returnState(boolean returned) {
    return with(() -> returnState = returned);
  }

  /** Sets whether the sequence is read from its end; so are the outputs. */
  public L goBackwards(boolean backwards) {
    return with(() -> goBackwards = backwards);
  }

  /**
   * Sets whether the states after one batch are those before the next one, sample by sample. The
   * size of the batches has to be known.
   */
  public L stateful(boolean stateful) {
    return with(() -> this.stateful = stateful);
  }

  /** Sets whether each step is built on its own: for short sequences, whose length is known. */
  public L unroll(boolean unroll) {
    return with(() -> this.unroll = unroll);
  }

  /** Sets whether the output of a masked step is zeros rather than that of the step before. */
  public L zeroOutputForMask(boolean zero) {
    return with(() -> zeroOutputForMask = zero);
  }

  // ---------------------------------------------------------------- time before the batch

  /** Whether the time axis is before the batch axis, as tf_keras can have it. */
  public final boolean timeMajor() {
    return timeMajor;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (timeMajor) {
      config.put(TIME_MAJOR, true);
    }
    return config;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    timeMajor = Boolean.TRUE.equals(left.remove(TIME_MAJOR));
    return super.adopt(left, custom);
  }

  /** Returns the shape of inputs with the batch before time. */
  private Shape batchFirst(Shape input) {
    return timeMajor && !input.isUnknown() && input.numDimensions() > 1
        ? Shape.of(input.get(1), input.get(0)).append(input.takeLast(input.numDimensions() - 2))
        : input;
  }

  /** Swaps the batch and time of a tensor where the layer has them the other way round. */
  private Expr swapped(Expr x) {
    if (!timeMajor) {
      return x;
    }
    int[] axes = IntStream.range(0, x.rank()).toArray();
    axes[0] = 1;
    axes[1] = 0;
    return x.transpose(axes);
  }

  // ---------------------------------------------------------------- state

  /** Sets the states of a stateful layer to zeros; nothing where it has none. */
  public void resetState() {
    List<HostTensor> zeros = new ArrayList<>();
    for (Variable v : states) {
      long bytes = Math.multiplyExact(v.shape().size(), v.dtype().bytes());
      ByteBuffer nothing = ByteBuffer.allocate(Math.toIntExact(bytes));
      zeros.add(new HostTensor(v.dtype(), v.shape(), nothing));
    }
    Values.write(states, zeros);
  }

  /** Sets the states of a stateful layer to zeros: an older name of {@link #resetState}. */
  public void resetStates() {
    resetState();
  }

  /**
   * Returns the variables with the states of a stateful layer, once it is built; none otherwise.
   */
  public List<Variable> states() {
    return states;
  }

  /** Takes what no config holds from the layer that this one is a copy of. */
  void takeOver(RecurrentLayer<?> from) {}

  /** Returns the cell as the layer that it is. */
  Layer cellLayer() {
    return (Layer) cell();
  }

  @Override
  protected void build(Shape input) {
    requireSequences(input);
    long batch = batchFirst(input).get(0);
    Shape at = Shape.of(batch).append(input.takeLast(input.numDimensions() - 2));
    cellLayer().buildFor(at);
    if (stateful) {
      if (batch < 0) {
        throw new IllegalArgumentException(
            "%s: a stateful layer expects batches of a known size. Received: shape %s. Give the input a batch size."
                .formatted(this, Shapes.show(input)));
      }
      List<Variable> made = new ArrayList<>();
      for (Shape state : cell().stateShapes()) {
        made.add(
            Variable.state(
                NameScope.path("rnn_state"),
                Shape.of(batch).append(state),
                dtypePolicy().variableDtype(),
                new Zeros()));
      }
      states = List.copyOf(made);
    }
  }

  /** Returns how many axes the inputs have, or -1 where any number from 3 is fine. */
  int inputAxes() {
    return -1;
  }

  /** Throws unless inputs have a batch, a time and features. */
  final void requireSequences(Shape input) {
    int axes = inputAxes();
    if (input.isUnknown()
        || input.numDimensions() < 3
        || (axes > 0 && input.numDimensions() != axes)) {
      throw new IllegalArgumentException(
          "%s: expected sequences of shape (%s, %s). Received: shape %s."
              .formatted(
                  this,
                  timeMajor ? "time, batch" : "batch, time",
                  axes > 0 ? "features" : "...",
                  Shapes.show(input)));
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    requireSequences(input);
    long size = batchFirst(input).get(0);
    if (unroll && batchFirst(input).get(1) < 0) {
      throw new IllegalArgumentException(
          "%s: `unroll` expects sequences of a known length. Received: shape %s."
              .formatted(this, Shapes.show(input)));
    }
    if (stateful && !states.isEmpty()) {
      long batch = states.get(0).shape().get(0);
      if (size >= 0 && size != batch) {
        throw new IllegalArgumentException(
            "%s: a stateful layer expects the batch size it was built for, %d. Received: shape %s."
                .formatted(this, batch, Shapes.show(input)));
      }
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
    List<@Nullable Expr> masks = new ArrayList<>();
    masks.add(returnSequences ? in.inputs().get(0).mask() : null);
    return masks;
  }

  // ---------------------------------------------------------------- calls

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr given = in.inputs().get(0);
    Expr counts = given.mask();
    Expr mask = counts == null ? null : swapped(counts);
    Expr sequences = swapped(given.withMask(null));
    DType dtype = cellLayer().dtypePolicy().computeDtype();
    boolean casts = sequences.dtype().isFloating() || cell() instanceof RecurrentCell;
    Expr x = casts ? sequences.cast(dtype) : sequences;
    List<Expr> first = firstStates(in, x, dtype, ctx);
    Expr start = Numpy.take(x, Core.constant(ctx.tf(), 0, DType.INT32), 1);
    ScanResult made =
        ctx.computingIn(dtype, () -> run(x, first, cell().fixed(start, first, ctx), mask, ctx));
    DType to = dtypePolicy().computeDtype();
    Expr all = made.outputs();
    Expr output = returnSequences && all != null ? swapped(all) : made.last();
    List<Expr> last = made.states().stream().map(s -> s.cast(to)).toList();
    for (int i = 0; i < states.size(); i++) {
      ctx.assign(states.get(i), last.get(i));
    }
    Structure<Expr> out = Structure.of(output.cast(to));
    if (!returnState) {
      return out;
    }
    List<Structure<Expr>> items = new ArrayList<>(List.of(out));
    items.addAll(cell().grouped(last));
    return new Structure.Items<>(items);
  }

  /** Runs the cell over sequences. */
  ScanResult run(Expr x, List<Expr> first, List<Expr> fixed, @Nullable Expr mask, CallContext ctx) {
    return Scan.over(x)
        .states(first)
        .constants(fixed)
        .mask(mask)
        .outputs(returnSequences)
        .backwards(goBackwards)
        .unroll(unroll)
        .zeroOutputs(zeroOutputForMask)
        .run(ctx, (at, now, constants, c) -> cell().step(at.get(0), now, constants, c));
  }

  private List<Expr> firstStates(Arguments<Expr> in, Expr x, DType dtype, CallContext ctx) {
    List<Expr> given = in.tensors("initial_state");
    List<Shape> shapes = cell().stateShapes();
    if (given.isEmpty() && stateful) {
      given = states.stream().map(ctx::readRaw).toList();
    } else if (given.isEmpty()) {
      given = cell().initialStates(Core.size(x, 0), dtype, ctx);
    }
    boolean fits = given.size() == shapes.size();
    for (int i = 0; fits && i < given.size(); i++) {
      Shape expected = Shape.of(x.shape().get(0)).append(shapes.get(i));
      fits = given.get(i).shape().isCompatibleWith(expected);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected `initial_state` of %s. Received: %s."
              .formatted(
                  this,
                  shapes.stream()
                      .map(s -> Shapes.show(Shape.of(x.shape().get(0)).append(s)))
                      .toList(),
                  given.stream().map(s -> Shapes.show(s.shape())).toList()));
    }
    List<Expr> first = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Expr state = given.get(i);
      Expr cast = state.dtype().isFloating() ? state.cast(dtype) : state;
      first.add(in.tensors("initial_state").isEmpty() ? cast : ofBatch(x, cast, shapes.get(i)));
    }
    return first;
  }

  /** Returns a state that has as many samples as the inputs, or fails when it runs. */
  private Expr ofBatch(Expr x, Expr state, Shape one) {
    Shape shape = state.shape();
    if (!shape.isUnknown() && shape.get(0) >= 0) {
      return shape.get(0) == x.shape().get(0) ? state : checked(x, state);
    }
    List<Expr> sizes = new ArrayList<>(List.of(Core.size(x, 0)));
    for (long n : one.asArray()) {
      sizes.add(Core.constant(x.tf(), (double) n, DType.INT32));
    }
    return Numpy.reshape(state, Numpy.stack(sizes));
  }

  /**
   * A reshape would not do: TensorFlow's optimizer takes the size that is known, and leaves it out.
   */
  private Expr checked(Expr x, Expr state) {
    Ops tf = x.tf();
    Expr same = Core.size(state, 0).equal(Core.size(x, 0));
    String message =
        "%s: `initial_state` has %d samples, the inputs have another number."
            .formatted(this, state.shape().get(0));
    Op check = tf.assertThat(Core.bool(same), List.of(tf.constant(message)));
    return state.wrap(tf.withControlDependencies(List.of(check)).identity(state));
  }
}
