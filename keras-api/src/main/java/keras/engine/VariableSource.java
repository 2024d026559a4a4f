package keras.engine;

import java.util.List;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** Where variables come from: a workspace, or placeholders when only shapes are wanted. */
interface VariableSource {
  Expr read(Variable v);

  /** Returns the handle of a table. */
  Operand<?> table(Table table);

  /**
   * Returns the gradient by each source, all of whose tensors count as one.
   *
   * @param last whether nobody differentiates the gradients in turn
   */
  List<CallContext.@Nullable Derivative> gradients(
      boolean last, Expr loss, List<List<Expr>> sources, VectorJacobianProducts products);
}
