package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.engine.loops.StepOut;
import keras.ops.Expr;

/**
 * One step of {@link SimpleRNN}: {@code h = activation(x · kernel + bias + h · recurrent_kernel)}.
 *
 * <pre>{@code
 * new RNN(new SimpleRNNCell(16))
 * }</pre>
 *
 * <p>Inputs, outputs: see {@link RecurrentCell}. Weights: {@code kernel (features, units)}, {@code
 * recurrent_kernel (units, units)}, {@code bias (units)}; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/simple_rnn.py}.
 */
public final class SimpleRNNCell extends RecurrentCell<SimpleRNNCell> {
  SimpleRNNCell() {}

  /**
   * Makes a cell.
   *
   * @param units the size of outputs and states, at least 1
   */
  public SimpleRNNCell(int units) {
    this.units = units;
    validate();
  }

  @Override
  int gates() {
    return 1;
  }

  @Override
  boolean appliesDropout(double rate) {
    return rate > 0;
  }

  @Override
  void takeSeeds() {
    seedGenerator.takeTurn(); // Keras makes it before the initializers
    super.takeSeeds();
  }

  @Override
  public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
    Expr h = dropped(x, 0, fixed, ctx).matmul(ctx.read(kernel));
    Variable b = bias;
    h = b == null ? h : h.add(ctx.read(b));
    Expr before = droppedState(states.get(0), 0, fixed, ctx);
    Expr sum = alike(h.add(before.matmul(ctx.read(recurrentKernel))), ctx);
    return StepOut.of(activation.call(sum));
  }
}
