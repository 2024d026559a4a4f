package keras.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import keras.engine.gradients.Gradients;
import keras.engine.gradients.SummedRows;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;

/**
 * Reads variables in a graph where they live, and differentiates in it.
 *
 * @param handles gives a variable's resource in that graph
 * @param tables gives a table's
 */
record GraphPlaces(
    Graph graph,
    Ops tf,
    Function<Variable, VarHandleOp> handles,
    Function<Table, Operand<?>> tables)
    implements VariableSource {
  @Override
  public Expr read(Variable v) {
    return Expr.of(tf, tf.readVariableOp(handles.apply(v), v.dtype().type()));
  }

  @Override
  public Operand<?> table(Table table) {
    return tables.apply(table);
  }

  @Override
  public List<CallContext.@Nullable Derivative> gradients(
      boolean last, Expr loss, List<List<Expr>> sources, VectorJacobianProducts products) {
    List<List<Output<?>>> xs = new ArrayList<>();
    for (List<Expr> tensors : sources) {
      List<Output<?>> same = new ArrayList<>();
      tensors.forEach(x -> same.add(x.asOutput()));
      xs.add(same);
    }
    return Gradients.bySources(graph, last, products, loss.asOutput(), xs).stream()
        .map(g -> g == null ? null : derivative(g))
        .toList();
  }

  private CallContext.Derivative derivative(SummedRows g) {
    Output<?> values = g.values();
    Output<?> numbers = g.numbers();
    Output<?> count = g.count();
    return new CallContext.Derivative(
        Expr.of(tf, g.sum()),
        values == null || numbers == null || count == null
            ? null
            : new GatheredRows(Expr.of(tf, values), Expr.of(tf, numbers), Expr.of(tf, count)));
  }
}
