package keras.engine;

import java.util.List;
import java.util.function.Function;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Where a step of a loop reads variables.
 *
 * @param reads gives what the loop captured of each
 */
record LoopSource(Function<Variable, Expr> reads) implements VariableSource {
  @Override
  public Expr read(Variable v) {
    return reads.apply(v);
  }

  @Override
  public Operand<?> table(Table table) {
    throw new IllegalStateException(
        "A step of a loop cannot look values up in a table. Do so before the loop.");
  }

  @Override
  public List<CallContext.@Nullable Derivative> gradients(
      boolean last, Expr loss, List<List<Expr>> sources, VectorJacobianProducts products) {
    throw new IllegalStateException(
        "Gradients cannot be asked for inside of a loop. Ask for them after it.");
  }
}
