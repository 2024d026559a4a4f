package keras.layers;

import java.util.List;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.loops.Scan;
import keras.engine.loops.ScanResult;
import keras.engine.loops.StepOut;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Applies a layer to each step of a sequence.
 *
 * <pre>{@code
 * new TimeDistributed(new Dense(8))
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, …)}; a mask is {@code (batch, time)} or more, and each step's
 * part goes to a layer that takes one. Outputs: {@code (batch, time, …)}, with the mask of the
 * inputs.
 *
 * <p>Where the length is known each step is built on its own, as in Keras, so that a layer may draw
 * random numbers or count anew at each. Else a loop runs the layer; it may do neither then.
 *
 * <p>Weights: those of the layer inside.
 *
 * <p>Keras: {@code keras/src/layers/rnn/time_distributed.py}.
 */
public final class TimeDistributed extends Wrapper<TimeDistributed> {
  /** A known length from which a loop is built where it can be. */
  private static final long LONG = 32;

  private TimeDistributed() {}

  /**
   * Makes a wrapper.
   *
   * @param layer with one output
   */
  public TimeDistributed(Layer layer) {
    super(layer);
  }

  @Override
  protected void validate() {
    super.validate();
    boolean timeMajor =
        layer().flattened().stream()
            .anyMatch(l -> l instanceof RecurrentLayer<?> recurrent && recurrent.timeMajor());
    if (timeMajor) {
      throw new UnsupportedOperationException(
          "TimeDistributed: a layer inside with `time_major=true` is not supported, for tf_keras gives it steps and samples as one axis. Received: layer=%s."
              .formatted(layer()));
    }
  }

  @Override
  protected void build(Shape input) {
    requireTime(input);
    super.build(Shape.of(input.get(0)).append(input.takeLast(input.numDimensions() - 2)));
  }

  @Override
  protected void check(List<Shape> inputs) {
    requireTime(inputs.get(0));
  }

  private void requireTime(Shape input) {
    if (input.isUnknown() || input.numDimensions() < 3) {
      throw new IllegalArgumentException(
          "%s: expected inputs of shape (batch, time, ...), 3 axes or more. Received: shape %s."
              .formatted(this, Shapes.show(input)));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr mask = x.mask();
    if (mask != null) {
      requireFitting(x.shape(), mask.shape());
    }
    boolean masked = mask != null && layer().callArguments().contains("mask");
    long length = x.shape().get(1);
    boolean unrolls = length >= 0 && (length < LONG || changes());
    Expr plain = x.withMask(null);
    ScanResult made =
        (masked && mask != null ? Scan.over(plain, mask) : Scan.over(plain))
            .outputs(true)
            .unroll(unrolls)
            .run(
                ctx,
                (at, states, constants, c) ->
                    new StepOut(one(at.get(0), masked ? at.get(1) : null, c), List.of()));
    return made.all();
  }

  /** Whether the layer draws random numbers, or has a state that training changes. */
  private boolean changes() {
    return layer().flattened().stream()
        .anyMatch(
            l ->
                !l.seedGenerators().isEmpty()
                    || l.ownVariables().stream().anyMatch(v -> !v.trainable()));
  }

  /** Calls the layer as Keras does: its {@code call} alone. */
  private Expr one(Expr x, @Nullable Expr mask, CallContext ctx) {
    String first = layer().callArguments().get(0);
    Arguments<Expr> in = Arguments.of(Expr.class, first, x.withMask(mask));
    return layer().call(mask == null ? in : in.mask(mask), ctx).only().withMask(null);
  }

  private void requireFitting(Shape input, Shape mask) {
    if (mask.numDimensions() < 2 || !mask.take(2).isCompatibleWith(input.take(2))) {
      throw new IllegalArgumentException(
          "%s: expected a mask whose first axes are the batch and the time of inputs of shape %s. Received: shape %s."
              .formatted(this, Shapes.show(input), Shapes.show(mask)));
    }
  }
}
