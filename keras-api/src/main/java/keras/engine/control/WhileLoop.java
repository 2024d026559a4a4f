package keras.engine.control;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Computes tensors anew as long as a function of them says so.
 *
 * <pre>{@code
 * KerasTensor y = new WhileLoop(
 *         (v, c) -> List.of(v.get(0).sum().less(100)), (v, c) -> List.of(v.get(0).mul(2)))
 *     .maximumIterations(5)
 *     .apply(x);
 * }</pre>
 *
 * <p>Inputs: what the first step starts from. Outputs: what the last step gives, of the same shapes
 * and dtypes; the inputs themselves where no step is computed.
 *
 * <p>A gradient computes the loop once more, and keeps what every step starts from.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class WhileLoop extends FunctionOperation {
  private final TensorFunction cond;
  private final TensorFunction body;
  private @Nullable Integer maximumIterations;

  /**
   * Makes a loop.
   *
   * @param cond gives one boolean scalar, whether there is one more step
   * @param body gives as many tensors as it takes
   */
  public WhileLoop(TensorFunction cond, TensorFunction body) {
    this.cond = cond;
    this.body = body;
  }

  /** Sets the largest number of steps; without one {@code cond} alone ends the loop. */
  public WhileLoop maximumIterations(@Nullable Integer most) {
    maximumIterations = most;
    return this;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.isEmpty()) {
      throw wrong("at least one tensor", "none");
    }
    Expr most =
        maximumIterations == null
            ? null
            : Core.constant(ctx.tf(), (double) maximumIterations, DType.INT32);
    Body goesOn = body(cond, x, ctx);
    List<Expr> answer = goesOn.outputs();
    if (answer.size() != 1 || answer.get(0).dtype() != DType.BOOL || answer.get(0).rank() != 0) {
      throw wrong("a `cond` that gives one boolean scalar", shown(answer));
    }
    Body step = body(body, x, ctx);
    requireAlike("a `body` that gives tensors", x, step.outputs());
    return new Loops(ctx.tf(), ctx.products()).loop(x, goesOn, step, most);
  }
}
