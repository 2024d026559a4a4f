package keras.models.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keras.engine.CallGraph;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.layers.InputLayer;
import keras.layers.Layer;

/**
 * The order of a functional model's layers and other operations: by distance from the outputs, then
 * by when a walk from the outputs first met them. Weights and files follow it. And its calls, by
 * that distance.
 *
 * <p>Keras: {@code keras/src/ops/function.py}, {@code map_graph}.
 */
public record Topology(List<Operation> operations, List<List<Node>> nodesByDepth) {
  /** Returns the operations that are layers. */
  public List<Layer> layers() {
    return operations.stream().filter(Layer.class::isInstance).map(Layer.class::cast).toList();
  }

  /**
   * Orders the layers and the calls between a tape's inputs and outputs; the calls farthest from
   * the outputs come first. What is computed beside the outputs is behind, as it was listed.
   *
   * @param listed the operations in the order of a file
   */
  public static Topology of(CallGraph tape, List<Operation> listed) {
    Topology main = ofOutputs(tape);
    if (tape.asides().isEmpty()) {
      return main;
    }
    Set<Operation> all = new LinkedHashSet<>(main.operations);
    Set<Node> known = new LinkedHashSet<>();
    main.nodesByDepth.forEach(known::addAll);
    List<List<Node>> nodes = new ArrayList<>(main.nodesByDepth);
    Set<Operation> beside = new LinkedHashSet<>();
    for (Node node : tape.nodes()) {
      if (known.add(node)) {
        nodes.add(List.of(node));
        beside.add(node.operation());
      }
    }
    listed.stream().filter(beside::contains).forEach(all::add);
    all.addAll(beside);
    return new Topology(List.copyOf(all), List.copyOf(nodes));
  }

  private static Topology ofOutputs(CallGraph tape) {
    Map<Operation, Integer> firstMet = new LinkedHashMap<>();
    Set<Node> known = new LinkedHashSet<>();
    for (KerasTensor output : tape.outputs()) {
      meet(output.node(), firstMet, known);
    }
    List<Node> order = List.copyOf(known);
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
        nodeDepth.put(input.node(), 0);
      }
    }
    List<Operation> operations = new ArrayList<>(depths.keySet());
    operations.sort(
        Comparator.<Operation>comparingInt(o -> -depths.getOrDefault(o, 0))
            .thenComparingInt(o -> firstMet.getOrDefault(o, 0)));
    return new Topology(List.copyOf(operations), byDepth(nodeDepth));
  }

  private static List<List<Node>> byDepth(Map<Node, Integer> depths) {
    TreeMap<Integer, List<Node>> byDepth = new TreeMap<>(Comparator.reverseOrder());
    depths.forEach((node, d) -> byDepth.computeIfAbsent(d, k -> new ArrayList<>()).add(node));
    return byDepth.values().stream().map(List::copyOf).toList();
  }

  /**
   * Walks depth first from an output, inputs in order; an operation is met before what it takes.
   */
  private static void meet(Node start, Map<Operation, Integer> firstMet, Set<Node> finished) {
    List<Node> stack = new ArrayList<>(List.of(start));
    Set<Node> open = new LinkedHashSet<>();
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      if (finished.contains(node)) {
        continue;
      }
      if (!open.add(node)) {
        finished.add(node);
        continue;
      }
      firstMet.putIfAbsent(node.operation(), firstMet.size());
      stack.add(node);
      for (int i = node.inputs().size() - 1; i >= 0; i--) {
        stack.add(node.inputs().get(i).node());
      }
    }
  }
}
