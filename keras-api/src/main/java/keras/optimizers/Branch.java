package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;

/**
 * Something a step does only where a condition holds while it runs. Where Python takes one of two
 * branches, both values are computed here, and one is kept.
 */
final class Branch {
  private Branch() {}

  /**
   * Builds {@code body}, and keeps what it assigns where {@code condition} is true.
   *
   * @param state what the body may assign
   */
  static void where(Expr condition, List<Variable> state, Runnable body, CallContext ctx) {
    Map<Variable, Expr> before = new LinkedHashMap<>();
    state.forEach(v -> before.put(v, ctx.readRaw(v)));
    body.run();
    before.forEach(
        (v, old) -> {
          Expr now = ctx.readRaw(v);
          if (now != old) {
            ctx.assign(v, condition.where(now, old));
          }
        });
  }
}
