package keras.models.graph;

import java.util.List;
import java.util.Map;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.Expr;
import keras.ops.TfNode;
import org.jspecify.annotations.Nullable;

/**
 * A node of TensorFlow's graph in a model of TensorFlow 1.13 to 2.3, its TensorFlowOpLayer, that no
 * function of later versions is: it is written as it was read.
 */
final class NodeLayer extends DescribedFunction {
  private final Map<String, ? extends @Nullable Object> spec;
  private final TfNode node;

  NodeLayer(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
    this.spec = spec;
    this.node = TfNode.of(name, spec);
  }

  @Override
  public NodeLayer anew() {
    return new NodeLayer(name(), spec);
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    List<Expr> outputs = node.compute(in.flat());
    return outputs.size() == 1
        ? Structure.of(outputs.get(0))
        : new Structure.Items<>(outputs.stream().map(Structure::of).toList());
  }
}
