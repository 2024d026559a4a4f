package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.engine.loops.StepOut;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * One step of {@link LSTM}: an input gate, a forget gate, a candidate and an output gate
 * (Hochreiter and Schmidhuber, 1997).
 *
 * <pre>{@code
 * new RNN(new LSTMCell(16))
 * }</pre>
 *
 * <p>Inputs, outputs: see {@link RecurrentCell}; the states are the output {@code h} and the carry
 * {@code c}, {@code (batch, units)} each. Weights: {@code kernel (features, 4 units)}, {@code
 * recurrent_kernel (units, 4 units)}, {@code bias (4 units)}, in the order of the gates above; the
 * state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/lstm.py}.
 */
public final class LSTMCell extends RecurrentCell<LSTMCell>
    implements RecurrentActivationOptions<LSTMCell> {
  @Arg Activation recurrentActivation = Activations.SIGMOID;
  @Arg boolean unitForgetBias = true;

  LSTMCell() {}

  /**
   * Makes a cell.
   *
   * @param units the size of outputs and states, at least 1
   */
  public LSTMCell(int units) {
    this.units = units;
    validate();
  }

  /** Sets whether the bias of the forget gate starts from ones, which keeps what the cell knows. */
  public LSTMCell unitForgetBias(boolean ones) {
    return with(() -> unitForgetBias = ones);
  }

  @Override
  int gates() {
    return 4;
  }

  @Override
  public List<Shape> stateShapes() {
    return List.of(Shape.of(units), Shape.of(units));
  }

  @Override
  Variable addBias() {
    if (!unitForgetBias) {
      return super.addBias();
    }
    Initializer start = new ForgetOnes(biasOptions.start(), units);
    return addWeight("bias", biasShape(), start, biasOptions.regularizer, biasOptions.constraint);
  }

  /** What a bias starts from whose part for the forget gate is ones. */
  static final class ForgetOnes extends Initializer {
    private final Initializer rest;
    private final int units;

    ForgetOnes(Initializer rest, int units) {
      this.rest = rest;
      this.units = units;
    }

    @Override
    public Expr call(Ops tf, Shape shape, DType dtype) {
      Expr first = rest.call(tf, Shape.of(units), dtype);
      Expr ones = Numpy.onesLike(first);
      return Numpy.concatenate(List.of(first, ones, rest.call(tf, Shape.of(2L * units), dtype)), 0);
    }
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
    Expr h = states.get(0);
    List<Expr> z = maskPerGate() ? apart(x, h, fixed, ctx) : together(x, h, fixed, ctx);
    Expr i = recurrentActivation.call(z.get(0));
    Expr f = recurrentActivation.call(z.get(1));
    Expr kept = alike(f.mul(states.get(1)), ctx);
    Expr c = alike(kept.add(alike(i.mul(activation.call(z.get(2))), ctx)), ctx);
    Expr o = recurrentActivation.call(z.get(3));
    Expr out = alike(o.mul(activation.call(c)), ctx);
    return new StepOut(out, List.of(out, c));
  }

  private List<Expr> together(Expr x, Expr h, List<Expr> fixed, CallContext ctx) {
    Expr z = dropped(x, 0, fixed, ctx).matmul(ctx.read(kernel));
    z = alike(z.add(h.matmul(ctx.read(recurrentKernel))), ctx);
    Variable b = bias;
    return Numpy.split(b == null ? z : z.add(ctx.read(b)), 4, 1);
  }

  @Override
  int partCount() {
    return maskPerGate() ? (bias == null ? 2 : 3) * gates() : 0;
  }

  @Override
  List<Expr> parts(CallContext ctx) {
    List<Expr> parts = new ArrayList<>();
    if (maskPerGate()) {
      parts.addAll(Numpy.split(ctx.readRaw(kernel), 4, 1));
      parts.addAll(Numpy.split(ctx.readRaw(recurrentKernel), 4, 1));
      Variable b = bias;
      parts.addAll(b == null ? List.of() : Numpy.split(ctx.readRaw(b), 4, 0));
    }
    return parts;
  }

  /** Computes each gate on its own, for each drops other inputs and states. */
  private List<Expr> apart(Expr x, Expr h, List<Expr> fixed, CallContext ctx) {
    List<Expr> parts = partsOf(fixed, x, ctx);
    List<Expr> z = new ArrayList<>();
    for (int gate = 0; gate < 4; gate++) {
      Expr in = dropped(x, gate, fixed, ctx).matmul(parts.get(gate));
      in = bias == null ? in : in.add(parts.get(8 + gate));
      Expr state = droppedState(h, gate, fixed, ctx).matmul(parts.get(4 + gate));
      z.add(alike(in.add(state), ctx));
    }
    return z;
  }
}
