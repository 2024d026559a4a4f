package keras.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import keras.ops.Expr;

/**
 * The calls between some inputs and some outputs, in an order in which they can run, each once.
 *
 * <p>Keras: {@code keras/src/ops/function.py}.
 */
public final class CallGraph {
  private final List<KerasTensor> inputs;
  private final List<KerasTensor> outputs;
  private final List<Node> order;
  private final List<Node> running;

  /** Walks back from the outputs; every path must end in one of the inputs. */
  public CallGraph(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.order = sort();
    this.running = byDepth(order);
  }

  /** Returns the inputs. */
  public List<KerasTensor> inputs() {
    return inputs;
  }

  /** Returns the outputs. */
  public List<KerasTensor> outputs() {
    return outputs;
  }

  /** Returns the nodes in an order in which they can run, the inputs' own aside. */
  public List<Node> nodes() {
    return order;
  }

  private List<Node> sort() {
    Set<KerasTensor> given = new LinkedHashSet<>(inputs);
    Set<Node> done = new LinkedHashSet<>();
    Set<Node> open = new LinkedHashSet<>();
    Deque<Node> stack = new ArrayDeque<>();
    for (KerasTensor output : outputs) {
      if (!given.contains(output)) {
        stack.push(output.node());
      }
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
          continue;
        }
        if (node.inputs().isEmpty()) {
          throw disconnected(output, node);
        }
        if (open.add(node)) {
          for (int i = node.inputs().size() - 1; i >= 0; i--) {
            if (!given.contains(node.inputs().get(i))) {
              stack.push(node.inputs().get(i).node());
            }
          }
        } else {
          stack.pop();
          done.add(node);
        }
      }
    }
    return List.copyOf(done);
  }

  /**
   * Returns the calls in the order in which Keras runs them: those farthest from the outputs first.
   * It matters where a call changes what later ones see, a mask or a state.
   */
  private static List<Node> byDepth(List<Node> order) {
    Set<Node> all = new LinkedHashSet<>(order);
    Map<Node, Integer> depths = new LinkedHashMap<>();
    Map<Operation, Integer> ofOperations = new HashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      int own = depths.getOrDefault(node, 0);
      int depth = Math.max(own, ofOperations.getOrDefault(node.operation(), 0));
      ofOperations.put(node.operation(), depth);
      depths.put(node, depth);
      for (KerasTensor input : node.inputs()) {
        if (all.contains(input.node())) {
          depths.merge(input.node(), depth + 1, Math::max);
        }
      }
    }
    List<Node> nodes = new ArrayList<>(depths.keySet());
    nodes.sort(Comparator.comparing(depths::get, Comparator.reverseOrder()));
    return List.copyOf(nodes);
  }

  private IllegalArgumentException disconnected(KerasTensor output, Node node) {
    return new IllegalArgumentException(
        "Model: output %s depends on input '%s', which is not among the model's inputs %s."
            .formatted(
                output,
                node.operation().name(),
                inputs.stream().map(i -> i.node().operation().name()).toList()));
  }

  /**
   * Runs the calls on values in the graph of {@code ctx}. Masks that are made inside are what they
   * were when the model was described: a call cannot take them off what later calls are given.
   * Those that come with the values it can.
   *
   * @param how changes the recorded arguments of each call
   */
  public List<Expr> run(CallContext ctx, List<Expr> values, UnaryOperator<Arguments<Expr>> how) {
    Map<KerasTensor, Expr> given = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.put(inputs.get(i), values.get(i));
    }
    Map<Node, List<Expr>> results = new HashMap<>();
    boolean described = values.stream().allMatch(v -> v.mask() == null);
    for (Node node : running) {
      Map<KerasTensor, Expr> seen = new HashMap<>();
      Arguments<Expr> arguments =
          node.arguments()
              .map(
                  Expr.class,
                  t ->
                      seen.computeIfAbsent(
                          t,
                          tensor -> {
                            Expr x = valueOf(tensor, given, results);
                            return described ? x.withMask(null).withMask(x.mask()) : x;
                          }));
      results.put(node, node.operation().apply(how.apply(arguments), ctx).flat());
    }
    return outputs.stream().map(o -> valueOf(o, given, results)).toList();
  }

  private static Expr valueOf(
      KerasTensor t, Map<KerasTensor, Expr> given, Map<Node, List<Expr>> results) {
    Expr value = given.get(t);
    return value != null ? value : Objects.requireNonNull(results.get(t.node())).get(t.index());
  }
}
