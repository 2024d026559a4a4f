package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Computes tensors anew for each whole number of a range.
 *
 * <pre>{@code
 * KerasTensor y = new ForiLoop(0, 3, (v, c) -> List.of(v.get(1).mul(2))).apply(x);
 * }</pre>
 *
 * <p>The function is given the number, an int32 scalar, and then the tensors. Inputs: what the
 * first step starts from. Outputs: what the last step gives, of the same shapes and dtypes; the
 * inputs themselves where the range is empty.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class ForiLoop extends FunctionOperation {
  private final int lower;
  private final int upper;
  private final @Nullable Expr lowerOf;
  private final @Nullable Expr upperOf;
  private final TensorFunction body;

  /** Loops from {@code lower} to the number before {@code upper}. */
  public ForiLoop(int lower, int upper, TensorFunction bodyFun) {
    this.lower = lower;
    this.upper = upper;
    this.lowerOf = null;
    this.upperOf = null;
    this.body = bodyFun;
  }

  /**
   * Loops from {@code lower} to the number before {@code upper}, in the {@code call} of a layer.
   *
   * @param lower a scalar of whole numbers
   * @param upper a scalar of the same dtype
   */
  public ForiLoop(Expr lower, Expr upper, TensorFunction bodyFun) {
    this.lower = 0;
    this.upper = 0;
    this.lowerOf = lower;
    this.upperOf = upper;
    this.body = bodyFun;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.isEmpty()) {
      throw wrong("at least one tensor", "none");
    }
    Expr from = lowerOf == null ? Core.constant(ctx.tf(), lower, DType.INT32) : lowerOf;
    Expr to = upperOf == null ? Core.constant(ctx.tf(), upper, DType.INT32) : upperOf;
    if (from.rank() != 0 || to.rank() != 0 || from.dtype() != to.dtype()) {
      throw wrong("scalars of one dtype for `lower` and `upper`", shown(List.of(from, to)));
    }
    List<Expr> carry = Loops.prepended(from, x);
    Body goesOn = body((v, c) -> List.of(v.get(0).less(to)), carry, ctx);
    Body step =
        body(
            (v, c) -> {
              List<Expr> next = new ArrayList<>();
              next.add(v.get(0).add(1));
              next.addAll(body.apply(v, c));
              return next;
            },
            carry,
            ctx);
    requireAlike(
        "a `body_fun` that gives tensors", x, step.outputs().subList(1, step.outputs().size()));
    List<Expr> all = new Loops(ctx.tf(), ctx.products()).loop(carry, goesOn, step, null);
    return List.copyOf(all.subList(1, all.size()));
  }
}
