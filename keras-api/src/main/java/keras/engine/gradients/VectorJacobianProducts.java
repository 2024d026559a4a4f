package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/**
 * Knows how ops are differentiated: by their type, and for one graph also node by node.
 *
 * <pre>{@code
 * VectorJacobianProducts products = new VectorJacobianProducts();
 * Output<?> y = products.customGradient(tf, floor, List.of(x), step -> List.of(step.dy()));
 * Gradients.of(graph, products, List.of(y), dys, List.of(x));
 * }</pre>
 *
 * <p>Make one for each graph. The table by type is common to all and complete.
 *
 * <p>Keras: what {@code tf.RegisterGradient} and {@code tf.custom_gradient} keep.
 */
public final class VectorJacobianProducts {
  private static final Map<String, Vjp> BY_TYPE = VjpTable.all();

  private final Map<String, Vjp> byNode = new HashMap<>();

  /** Makes a registry without overrides. */
  public VectorJacobianProducts() {}

  /** Returns the op types that have a gradient of our own, sorted. */
  public static Set<String> opTypes() {
    return Collections.unmodifiableSet(new TreeSet<>(BY_TYPE.keySet()));
  }

  /** Replaces the gradient of one node. */
  public void override(Operation node, Vjp vjp) {
    byNode.put(node.name(), vjp);
  }

  /**
   * Tells that what a sum, a product or a choice joins has one shape, as far as the graph knows and
   * where it does not: the gradient then need not find out, at each run, whether one was broadcast.
   * Nothing changes where the graph knows of different shapes.
   *
   * @param node an {@code Add}, {@code AddV2}, {@code Mul} or {@code SelectV2}
   */
  public void sameShapes(Operation node) {
    GraphOperation op = (GraphOperation) node;
    int inputs = op.numInputs();
    if (op.input(inputs - 1).asOutput().shape().equals(op.input(inputs - 2).asOutput().shape())) {
      override(node, BroadcastGradients.ofSameShapes(op.type()));
    }
  }

  /**
   * Returns a tensor equal to {@code y} whose gradient is the given one.
   *
   * @param y any function of the inputs
   * @param inputs the tensors that the gradient goes to
   * @param vjp takes {@code step.dy()}, the gradient of {@code y}, to one gradient for each of
   *     {@code inputs}
   */
  public <T extends TType> Output<T> customGradient(
      Ops tf, Operand<T> y, List<? extends Operand<?>> inputs, Vjp vjp) {
    OperationBuilder builder = tf.scope().opBuilder("IdentityN", "CustomGradient");
    List<Output<?>> all = new ArrayList<>();
    all.add(y.asOutput());
    inputs.forEach(input -> all.add(input.asOutput()));
    Operation node = builder.addInputList(all.toArray(new Output<?>[0])).build();
    override(
        node,
        step -> {
          List<@Nullable Operand<?>> gradients = new ArrayList<>();
          gradients.add(null); // y itself is a function of the inputs
          gradients.addAll(vjp.apply(step));
          return gradients;
        });
    return node.output(0);
  }

  @Nullable Vjp find(GraphOperation op) {
    Vjp own = byNode.get(op.name());
    return own == null ? BY_TYPE.get(op.type()) : own;
  }
}
