package keras.models.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.Arguments;
import keras.engine.CallGraph;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.RowOperation;
import keras.engine.Structure;
import keras.engine.control.FunctionOperation;
import keras.layers.InputLayer;
import keras.layers.Layer;

/**
 * Starts a model in the middle of a graph: each input that a layer made becomes an input of its
 * own, and the layers behind it are called again.
 *
 * <p>Keras: {@code keras/src/models/functional.py}, {@code clone_graph_nodes}.
 */
public final class FreshInputs {
  private FreshInputs() {}

  /** Returns the tape itself where all its inputs are inputs of a model. */
  public static CallGraph of(CallGraph tape) {
    if (tape.inputs().stream().allMatch(t -> t.node().inputs().isEmpty())) {
      return tape;
    }
    Map<KerasTensor, KerasTensor> fresh = new LinkedHashMap<>();
    for (KerasTensor t : tape.inputs()) {
      fresh.put(t, t.node().inputs().isEmpty() ? t : input(t));
    }
    for (Node node : tape.nodes()) {
      Arguments<KerasTensor> arguments =
          node.arguments().map(KerasTensor.class, t -> Objects.requireNonNull(fresh.get(t)));
      Structure<KerasTensor> outputs = null;
      if (node.operation() instanceof Layer layer) {
        outputs = layer.apply(arguments);
      } else if (node.operation() instanceof RowOperation row) {
        outputs = row.anew().apply(arguments);
      } else if (node.operation() instanceof FunctionOperation operation) {
        outputs = operation.apply(arguments);
      }
      if (outputs != null) {
        List<KerasTensor> made = outputs.flat();
        node.outputs().flat().forEach(t -> fresh.putIfAbsent(t, made.get(t.index())));
      }
    }
    return new CallGraph(
        mapped(tape.inputs(), fresh), mapped(tape.outputs(), fresh), mapped(tape.asides(), fresh));
  }

  private static KerasTensor input(KerasTensor t) {
    String name = t.node().operation().name() + (t.index() == 0 ? "" : "_" + t.index()) + "CLONE";
    return new InputLayer(t.shape()).name(name).dtype(t.dtype().id()).output();
  }

  private static List<KerasTensor> mapped(
      List<KerasTensor> tensors, Map<KerasTensor, KerasTensor> fresh) {
    List<KerasTensor> out = new ArrayList<>();
    tensors.forEach(t -> out.add(Objects.requireNonNull(fresh.get(t))));
    return out;
  }
}
