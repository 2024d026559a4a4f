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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The calls between some inputs and some outputs, in an order in which they can run, each once.
 *
 * <p>Keras: {@code keras/src/ops/function.py}.
 */
public final class CallGraph {
  private final List<KerasTensor> inputs;
  private final List<KerasTensor> outputs;
  private final List<KerasTensor> asides;
  private final List<Node> order;
  private final List<Node> running;

  /**
   * Walks back from the outputs, and from what is computed beside them; every path must end in one
   * of the inputs.
   *
   * @param asides what runs give to nobody: it matters that it was computed, as of added losses
   */
  public CallGraph(List<KerasTensor> inputs, List<KerasTensor> outputs, List<KerasTensor> asides) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.asides = List.copyOf(asides);
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

  /** Returns what is computed beside the outputs. */
  public List<KerasTensor> asides() {
    return asides;
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
    List<KerasTensor> ends = new ArrayList<>(outputs);
    ends.addAll(asides);
    for (KerasTensor output : ends) {
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
   * Runs the calls on values in the graph of {@code ctx}. As in Keras 3, a layer whose call takes a
   * mask is given the one that its input had when the model was described, and a layer that reads
   * the masks of the tensors themselves finds what the calls before it have left of them. Where the
   * values come with masks, which the description did not know, all layers find those that are
   * left. The outputs have what is left: it weighs their losses.
   *
   * @param how changes the recorded arguments of each call
   */
  public List<Expr> run(CallContext ctx, List<Expr> values, UnaryOperator<Arguments<Expr>> how) {
    Map<KerasTensor, Expr> described = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      described.put(inputs.get(i), values.get(i));
    }
    boolean masked = values.stream().anyMatch(v -> v.mask() != null);
    Map<KerasTensor, Expr> left = masked ? described : new HashMap<>(described);
    for (Node node : running) {
      Operation operation = node.operation();
      Map<KerasTensor, Expr> copies = new HashMap<>();
      Arguments<Expr> given =
          arguments(node, t -> copies.computeIfAbsent(t, key -> copy(value(key, described))));
      Arguments<Expr> found = arguments(node, t -> value(t, left));
      boolean lost = node.inputs().stream().anyMatch(t -> isLost(t, described, left));
      boolean takes = masked || operation.takesMasks();
      Arguments<Expr> seen = how.apply(takes ? found : given);
      List<@Nullable Expr> others =
          lost ? operation.masks(how.apply(takes ? given : found), ctx) : List.of();
      List<Expr> out = operation.apply(seen, ctx).flat();
      for (int i = 0; i < out.size(); i++) {
        KerasTensor t = node.outputs().flat().get(i);
        Expr y = out.get(i);
        Expr other =
            lost ? y.withMask(null).withMask(i < others.size() ? others.get(i) : null) : copy(y);
        described.put(t, takes ? other : y);
        left.put(t, takes ? y : other);
      }
      copies.forEach(
          (t, x) -> {
            if (x.mask() == null) { // a layer inside of the call took it off
              value(t, left).forgetMask();
            }
          });
    }
    return outputs.stream().map(o -> value(o, left)).toList();
  }

  private static Arguments<Expr> arguments(Node node, Function<KerasTensor, Expr> values) {
    return node.arguments().map(Expr.class, values);
  }

  /** Whether a call took the mask off that a tensor was described with. */
  private static boolean isLost(
      KerasTensor t, Map<KerasTensor, Expr> described, Map<KerasTensor, Expr> left) {
    return value(t, described).mask() != null && value(t, left).mask() == null;
  }

  private static Expr value(KerasTensor t, Map<KerasTensor, Expr> values) {
    return Objects.requireNonNull(values.get(t));
  }

  private static Expr copy(Expr x) {
    return x.withMask(null).withMask(x.mask());
  }
}
