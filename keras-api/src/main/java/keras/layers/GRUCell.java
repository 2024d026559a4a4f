package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.engine.loops.StepOut;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * One step of {@link GRU}: an update gate, a reset gate and a candidate (Cho et al., 2014).
 *
 * <pre>{@code
 * new RNN(new GRUCell(16))
 * }</pre>
 *
 * <p>Inputs, outputs: see {@link RecurrentCell}. Weights: {@code kernel (features, 3 units)},
 * {@code recurrent_kernel (units, 3 units)}, {@code bias (2, 3 units)}, one row for the inputs and
 * one for the state, or {@code (3 units)} where the reset comes before the product; the state of a
 * seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/gru.py}.
 */
public final class GRUCell extends RecurrentCell<GRUCell>
    implements RecurrentActivationOptions<GRUCell> {
  @Arg Activation recurrentActivation = Activations.SIGMOID;
  @Arg boolean resetAfter = true;

  GRUCell() {}

  /**
   * Makes a cell.
   *
   * @param units the size of outputs and states, at least 1
   */
  public GRUCell(int units) {
    this.units = units;
    validate();
  }

  /** Sets whether the reset gate acts after the product with the recurrent kernel, or before it. */
  public GRUCell resetAfter(boolean after) {
    return with(() -> resetAfter = after);
  }

  @Override
  int gates() {
    return 3;
  }

  @Override
  Shape biasShape() {
    return resetAfter ? Shape.of(2, 3L * units) : super.biasShape();
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
    Expr h = states.get(0);
    Variable b = bias;
    Expr inputBias = null;
    Expr stateBias = null;
    if (b != null && resetAfter) {
      List<Expr> rows = Numpy.split(ctx.read(b), 2, 0);
      inputBias = Numpy.squeeze(rows.get(0), 0);
      stateBias = Numpy.squeeze(rows.get(1), 0);
    } else if (b != null) {
      inputBias = ctx.read(b);
    }
    Expr candidate;
    Expr z;
    if (maskPerGate()) {
      List<Expr> in = inputsApart(x, inputBias, fixed, ctx);
      List<Expr> kernels = Numpy.split(ctx.read(recurrentKernel), 3, 1);
      List<Expr> biases = stateBias == null ? List.of() : Numpy.split(stateBias, 3, 0);
      z = gate(in, 0, product(h, kernels, biases, 0, fixed, ctx));
      Expr r = gate(in, 1, product(h, kernels, biases, 1, fixed, ctx));
      Expr seen = droppedState(h, 2, fixed, ctx);
      Expr state =
          resetAfter
              ? r.mul(product(h, kernels, biases, 2, fixed, ctx))
              : r.mul(seen).matmul(kernels.get(2));
      candidate = activation.call(in.get(2).add(state));
    } else {
      Expr all = dropped(x, 0, fixed, ctx).matmul(ctx.read(kernel));
      List<Expr> in = Numpy.split(inputBias == null ? all : all.add(inputBias), 3, -1);
      Expr recurrent = ctx.read(recurrentKernel);
      if (resetAfter) {
        Expr inner = h.matmul(recurrent);
        List<Expr> of = Numpy.split(stateBias == null ? inner : inner.add(stateBias), 3, -1);
        z = gate(in, 0, of.get(0));
        candidate = activation.call(in.get(2).add(gate(in, 1, of.get(1)).mul(of.get(2))));
      } else {
        List<Expr> of = Numpy.split(h.matmul(columns(recurrent, 0, 2)), 2, -1);
        z = gate(in, 0, of.get(0));
        Expr reset = gate(in, 1, of.get(1)).mul(h);
        candidate = activation.call(in.get(2).add(reset.matmul(columns(recurrent, 2, 1))));
      }
    }
    Expr rest = z.constant(1).sub(z);
    return StepOut.of(z.mul(h).add(rest.mul(candidate)));
  }

  private Expr gate(List<Expr> inputs, int gate, Expr state) {
    return recurrentActivation.call(inputs.get(gate).add(state));
  }

  private List<Expr> inputsApart(
      Expr x, @Nullable Expr inputBias, List<Expr> fixed, CallContext ctx) {
    List<Expr> kernels = Numpy.split(ctx.read(kernel), 3, 1);
    List<Expr> biases = inputBias == null ? List.of() : Numpy.split(inputBias, 3, 0);
    List<Expr> in = new ArrayList<>();
    for (int gate = 0; gate < 3; gate++) {
      Expr product = dropped(x, gate, fixed, ctx).matmul(kernels.get(gate));
      in.add(inputBias == null ? product : product.add(biases.get(gate)));
    }
    return in;
  }

  private Expr product(
      Expr h, List<Expr> kernels, List<Expr> biases, int gate, List<Expr> fixed, CallContext ctx) {
    Expr product = droppedState(h, gate, fixed, ctx).matmul(kernels.get(gate));
    return biases.isEmpty() ? product : product.add(biases.get(gate));
  }

  /** Returns the columns of some gates. */
  private Expr columns(Expr matrix, int gate, int gates) {
    Ops tf = matrix.tf();
    return matrix.wrap(
        tf.slice(
            matrix,
            tf.constant(new int[] {0, gate * units}),
            tf.constant(new int[] {-1, gates * units})));
  }
}
