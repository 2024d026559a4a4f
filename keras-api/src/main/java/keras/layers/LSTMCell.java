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
  private static final class ForgetOnes extends Initializer {
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
    Expr c = f.mul(states.get(1)).add(i.mul(activation.call(z.get(2))));
    Expr o = recurrentActivation.call(z.get(3));
    Expr out = o.mul(activation.call(c));
    return new StepOut(out, List.of(out, c));
  }

  private List<Expr> together(Expr x, Expr h, List<Expr> fixed, CallContext ctx) {
    Expr z = dropped(x, 0, fixed, ctx).matmul(ctx.read(kernel));
    z = z.add(h.matmul(ctx.read(recurrentKernel)));
    Variable b = bias;
    return Numpy.split(b == null ? z : z.add(ctx.read(b)), 4, 1);
  }

  /** Computes each gate on its own, for each drops other inputs and states. */
  private List<Expr> apart(Expr x, Expr h, List<Expr> fixed, CallContext ctx) {
    List<Expr> kernels = Numpy.split(ctx.read(kernel), 4, 1);
    List<Expr> recurrents = Numpy.split(ctx.read(recurrentKernel), 4, 1);
    Variable b = bias;
    List<Expr> biases = b == null ? List.of() : Numpy.split(ctx.read(b), 4, 0);
    List<Expr> z = new ArrayList<>();
    for (int gate = 0; gate < 4; gate++) {
      Expr in = dropped(x, gate, fixed, ctx).matmul(kernels.get(gate));
      in = b == null ? in : in.add(biases.get(gate));
      z.add(in.add(droppedState(h, gate, fixed, ctx).matmul(recurrents.get(gate))));
    }
    return z;
  }
}
