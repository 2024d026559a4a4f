package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * Calls a function with each row of tensors and stacks what it gives.
 *
 * <pre>{@code
 * KerasTensor y = new VectorizedMap(TensorFunction.of(row -> row.mul(row.max()))).apply(x);
 * }</pre>
 *
 * <p>Inputs: tensors of the same number of rows, {@code (rows, …)}, or of one row, which counts for
 * all; the function is given one row of each. Outputs: {@code (rows, …)}, as many as the function
 * gives.
 *
 * <p>Differs from Keras: the rows are computed by a loop, as {@link Map} does, rather than by ops
 * that take all rows at once. The values are the same.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class VectorizedMap extends FunctionOperation {
  private final TensorFunction function;

  /** Maps rows by a function. */
  public VectorizedMap(TensorFunction function) {
    this.function = function;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    requireRows(x);
    long most = x.stream().mapToLong(rows -> rows.shape().get(0)).max().orElse(0);
    boolean same = x.stream().allMatch(rows -> rows.shape().get(0) == most);
    if (x.size() == 1 || (same && most >= 0)) {
      return Rowwise.map(function, Rowwise.length(x.get(0)), x, ctx);
    }
    Expr length = Rowwise.length(x.get(0));
    for (Expr rows : x) {
      long n = rows.shape().get(0);
      if (n >= 0 && n != 1 && n != most) {
        throw wrong("tensors of the same number of rows, or of one", shown(x));
      }
      length = length.maximum(Rowwise.length(rows));
    }
    List<Expr> wide = new ArrayList<>();
    for (Expr rows : x) {
      Expr sizes = Core.shape(rows);
      wide.add(
          rows.shape().get(0) == most && most > 1
              ? rows
              : Numpy.broadcastTo(
                  rows, Numpy.concatenate(List.of(length.expandDims(0), Ops.get(sizes, "1:")), 0)));
    }
    return Rowwise.map(function, length, wide, ctx);
  }
}
