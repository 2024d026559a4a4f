package keras.optimizers;

import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a step changes: the optimizers of TensorFlow before 2.11 leave those alone of which
 * no batch has gathered any.
 */
final class Rows {
  private Rows() {}

  /** Returns where a variable changes, as booleans of its shape; null where it does everywhere. */
  static @Nullable Expr touched(Optimizer optimizer, Gradient gradient) {
    return optimizer.isLegacy() && gradient instanceof RowGradient r ? r.touched() : null;
  }

  /** Assigns a value, or only the rows of it that there are. */
  static void assign(Variable v, @Nullable Expr rows, Expr value, CallContext ctx) {
    ctx.assign(v, rows == null ? value : rows.where(value, ctx.readRaw(v)));
  }
}
