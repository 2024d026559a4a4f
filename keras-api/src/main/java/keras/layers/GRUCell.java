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

  /** Returns the gates' kernels, recurrent kernels and biases, or what else is taken apart. */
  @Override
  List<Expr> parts(CallContext ctx) {
    List<Expr> parts = new ArrayList<>();
    Expr recurrent = ctx.readRaw(recurrentKernel);
    Variable b = bias;
    List<Expr> biases = b == null ? List.of() : List.of(ctx.readRaw(b));
    if (b != null && resetAfter) {
      biases = Numpy.split(biases.get(0), 2, 0).stream().map(r -> Numpy.squeeze(r, 0)).toList();
    }
    if (maskPerGate()) {
      parts.addAll(Numpy.split(ctx.readRaw(kernel), 3, 1));
      parts.addAll(Numpy.split(recurrent, 3, 1));
      biases.forEach(each -> parts.addAll(Numpy.split(each, 3, 0)));
    } else {
      parts.addAll(resetAfter ? List.of() : columns(recurrent));
      parts.addAll(biases);
    }
    return parts;
  }

  @Override
  int partCount() {
    int biases = bias == null ? 0 : resetAfter ? 2 : 1;
    return maskPerGate() ? (2 + biases) * gates() : (resetAfter ? 0 : 2) + biases;
  }

  /** Returns the columns of the first two gates, and of the candidate. */
  private List<Expr> columns(Expr recurrent) {
    Ops tf = recurrent.tf();
    Expr gates =
        recurrent.wrap(
            tf.slice(
                recurrent, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 2 * units})));
    Expr candidate =
        recurrent.wrap(
            tf.slice(
                recurrent,
                tf.constant(new int[] {0, 2 * units}),
                tf.constant(new int[] {-1, units})));
    return List.of(gates, candidate);
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
    Expr h = states.get(0);
    List<Expr> parts = partsOf(fixed, x, ctx);
    return maskPerGate() ? apart(x, h, parts, fixed, ctx) : together(x, h, parts, fixed, ctx);
  }

  private StepOut together(Expr x, Expr h, List<Expr> parts, List<Expr> fixed, CallContext ctx) {
    Expr all = dropped(x, 0, fixed, ctx).matmul(ctx.read(kernel));
    List<Expr> biases = resetAfter ? parts : parts.subList(2, parts.size());
    List<Expr> in = Numpy.split(biases.isEmpty() ? all : all.add(biases.get(0)), 3, -1);
    if (resetAfter) {
      Expr inner = h.matmul(ctx.read(recurrentKernel));
      List<Expr> of = Numpy.split(biases.isEmpty() ? inner : inner.add(biases.get(1)), 3, -1);
      Expr z = gate(in, 0, of.get(0), ctx);
      return out(
          ctx,
          z,
          h,
          alike(in.get(2).add(alike(gate(in, 1, of.get(1), ctx).mul(of.get(2)), ctx)), ctx));
    }
    List<Expr> of = Numpy.split(h.matmul(parts.get(0)), 2, -1);
    Expr z = gate(in, 0, of.get(0), ctx);
    Expr reset = alike(gate(in, 1, of.get(1), ctx).mul(h), ctx);
    return out(ctx, z, h, alike(in.get(2).add(reset.matmul(parts.get(1))), ctx));
  }

  /** Computes each gate on its own, for each drops other inputs and states. */
  private StepOut apart(Expr x, Expr h, List<Expr> parts, List<Expr> fixed, CallContext ctx) {
    List<Expr> in = new ArrayList<>();
    for (int gate = 0; gate < 3; gate++) {
      Expr product = dropped(x, gate, fixed, ctx).matmul(parts.get(gate));
      in.add(bias == null ? product : product.add(parts.get(6 + gate)));
    }
    Expr z = gate(in, 0, product(h, parts, 0, fixed, ctx), ctx);
    Expr r = gate(in, 1, product(h, parts, 1, fixed, ctx), ctx);
    Expr state =
        resetAfter
            ? alike(r.mul(product(h, parts, 2, fixed, ctx)), ctx)
            : alike(r.mul(droppedState(h, 2, fixed, ctx)), ctx).matmul(parts.get(5));
    return out(ctx, z, h, alike(in.get(2).add(state), ctx));
  }

  private StepOut out(CallContext ctx, Expr z, Expr h, Expr candidate) {
    Expr made = activation.call(candidate);
    Expr rest = z.constant(1).sub(z);
    return StepOut.of(alike(alike(z.mul(h), ctx).add(alike(rest.mul(made), ctx)), ctx));
  }

  private Expr gate(List<Expr> inputs, int gate, Expr state, CallContext ctx) {
    return recurrentActivation.call(alike(inputs.get(gate).add(state), ctx));
  }

  private Expr product(Expr h, List<Expr> parts, int gate, List<Expr> fixed, CallContext ctx) {
    Expr product = droppedState(h, gate, fixed, ctx).matmul(parts.get(3 + gate));
    return bias != null && resetAfter ? product.add(parts.get(9 + gate)) : product;
  }
}
