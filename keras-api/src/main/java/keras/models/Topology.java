package keras.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Tape;
import keras.layers.InputLayer;
import keras.layers.Layer;

/**
 * The order of a functional model's layers: by distance from the outputs, then by when a walk from
 * the outputs first met them. Weights and files follow it.
 *
 * <p>Keras: {@code keras/src/ops/function.py}, {@code map_graph}.
 */
final class Topology {
  private Topology() {}

  static List<Layer> layers(Tape tape) {
    Map<Operation, Integer> firstMet = new LinkedHashMap<>();
    List<Node> order = new ArrayList<>();
    for (KerasTensor output : tape.outputs()) {
      meet(output.node(), tape, firstMet, order);
    }
    Map<Node, Integer> nodeDepth = new LinkedHashMap<>();
    Map<Operation, Integer> depths = new LinkedHashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      int depth =
          Math.max(nodeDepth.getOrDefault(node, 0), depths.getOrDefault(node.operation(), 0));
      depths.put(node.operation(), depth);
      nodeDepth.put(node, depth);
      for (KerasTensor input : node.inputs()) {
        nodeDepth.merge(input.node(), depth + 1, Math::max);
      }
    }
    for (KerasTensor input : tape.inputs()) {
      if (input.node().operation() instanceof InputLayer layer && !depths.containsKey(layer)) {
        depths.put(layer, 0);
        firstMet.put(layer, -1);
      }
    }
    List<Operation> operations = new ArrayList<>(depths.keySet());
    operations.sort(
        Comparator.<Operation>comparingInt(o -> -depths.getOrDefault(o, 0))
            .thenComparingInt(o -> firstMet.getOrDefault(o, 0)));
    List<Layer> layers = new ArrayList<>();
    for (Operation o : operations) {
      if (o instanceof Layer layer) {
        layers.add(layer);
      } else {
        throw new IllegalArgumentException("Model: '%s' is not a layer.".formatted(o.name()));
      }
    }
    return List.copyOf(layers);
  }

  /**
   * Walks depth first from an output, inputs in order; an operation is met before what it takes.
   */
  private static void meet(
      Node start, Tape tape, Map<Operation, Integer> firstMet, List<Node> finished) {
    List<Node> reachable = tape.nodes();
    List<Node> stack = new ArrayList<>(List.of(start));
    Map<Node, Boolean> open = new LinkedHashMap<>();
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (finished.contains(node)) {
        continue;
      }
      if (open.containsKey(node)) {
        finished.add(node);
        continue;
      }
      boolean isInput = node.inputs().isEmpty();
      if (!isInput && !reachable.contains(node)) {
        continue;
      }
      firstMet.putIfAbsent(node.operation(), firstMet.size());
      open.put(node, true);
      stack.add(node);
      for (int i = node.inputs().size() - 1; i >= 0; i--) {
        stack.add(node.inputs().get(i).node());
      }
    }
  }
}
