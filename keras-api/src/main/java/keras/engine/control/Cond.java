package keras.engine.control;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * Calls one of two functions, by a boolean scalar.
 *
 * <pre>{@code
 * Expr y = new Cond((x, c) -> List.of(a.div(b)), (x, c) -> List.of(a)).call(List.of(safe), ctx).get(0);
 * }</pre>
 *
 * <p>Inputs: a scalar, which is true unless it is 0, and what both functions are given. Outputs:
 * those of the function that is called; both give the same dtypes, and, in functional models, the
 * same shapes. Gradients go through the function that is called alone.
 *
 * <p>Differs from Keras: the functions may be given tensors; in a functional model they can use no
 * others, for those do not exist yet. Keras adds such a node, but cannot compute it.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class Cond extends FunctionOperation {
  private final TensorFunction trueFn;
  private final TensorFunction falseFn;

  /** Chooses between two functions. */
  public Cond(TensorFunction trueFn, TensorFunction falseFn) {
    this.trueFn = trueFn;
    this.falseFn = falseFn;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.isEmpty() || x.get(0).rank() != 0) {
      throw wrong("a scalar, and what the functions are given", shown(x));
    }
    Expr pred = x.get(0);
    Expr which = pred.dtype() == DType.BOOL ? pred : pred.cast(DType.BOOL);
    List<Expr> operands = x.subList(1, x.size());
    Body yes = body((none, c) -> trueFn.apply(operands, c), List.of(), ctx);
    Body no = body((none, c) -> falseFn.apply(operands, c), List.of(), ctx);
    boolean alike = yes.outputs().size() == no.outputs().size();
    for (int i = 0; alike && i < yes.outputs().size(); i++) {
      Expr a = yes.outputs().get(i);
      Expr b = no.outputs().get(i);
      alike =
          a.dtype() == b.dtype()
              && (!ctx.infersShapes() || shown(List.of(a)).equals(shown(List.of(b))));
    }
    if (!alike) {
      throw wrong(
          "functions that give the same dtypes and shapes",
          shown(yes.outputs()) + " and " + shown(no.outputs()));
    }
    return new Branches(ctx.tf(), ctx.products()).choose(which, List.of(yes, no), List.of());
  }
}
