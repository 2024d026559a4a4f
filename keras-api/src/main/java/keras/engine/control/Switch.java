package keras.engine.control;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * Calls one of several functions, by its number; a number that is too small or too large counts as
 * the first or the last one.
 *
 * <pre>{@code
 * KerasTensor y = new Switch(List.of(TensorFunction.of(x -> x.exp()), TensorFunction.of(x -> x.neg())))
 *     .apply(index, x);
 * }</pre>
 *
 * <p>Inputs: the number, a scalar, and what the functions are given. Outputs: those of the function
 * that is called; all give the same dtypes. Gradients go through the function that is called alone.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class Switch extends FunctionOperation {
  private final List<TensorFunction> branches;

  /** Chooses among functions, at least one. */
  public Switch(List<TensorFunction> branches) {
    this.branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw new IllegalArgumentException(
          "Switch: `branches` must be at least one function. Received: none.");
    }
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.isEmpty() || x.get(0).rank() != 0) {
      throw wrong("the number of a branch, a scalar, and what the branches are given", shown(x));
    }
    Expr number = x.get(0).cast(DType.INT32);
    Expr which =
        number
            .maximum(Core.constant(ctx.tf(), 0, DType.INT32))
            .minimum(Core.constant(ctx.tf(), (double) (branches.size() - 1), DType.INT32));
    List<Expr> operands = x.subList(1, x.size());
    List<Body> bodies =
        branches.stream()
            .map(b -> body((none, c) -> b.apply(operands, c), List.of(), ctx))
            .toList();
    for (Body body : bodies) {
      if (!dtypes(body).equals(dtypes(bodies.get(0)))) {
        throw wrong(
            "branches that give the same dtypes",
            shown(bodies.get(0).outputs()) + " and " + shown(body.outputs()));
      }
    }
    return new Branches(ctx.tf(), ctx.products()).choose(which, bodies, List.of());
  }

  private static List<DType> dtypes(Body body) {
    return body.outputs().stream().map(Expr::dtype).toList();
  }
}
