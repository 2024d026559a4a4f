package keras.engine.control;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * Calls a function with each row of tensors, one after the other, and stacks what it gives.
 *
 * <pre>{@code
 * KerasTensor y = new Map(TensorFunction.of(row -> row.mul(row.max()))).apply(x);
 * }</pre>
 *
 * <p>Inputs: tensors of the same number of rows, {@code (rows, …)}; the function is given one row
 * of each. Outputs: {@code (rows, …)}, as many as the function gives.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class Map extends FunctionOperation {
  private final TensorFunction function;

  /** Maps rows by a function. */
  public Map(TensorFunction f) {
    this.function = f;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    requireRows(x);
    long known = -1;
    for (Expr rows : x) {
      long n = rows.shape().get(0);
      if (known >= 0 && n >= 0 && n != known) {
        throw wrong("tensors of the same number of rows", shown(x));
      }
      known = Math.max(known, n);
    }
    return Rowwise.map(function, Rowwise.length(x.get(0)), x, ctx);
  }
}
