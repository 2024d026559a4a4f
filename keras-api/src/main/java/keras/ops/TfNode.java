package keras.ops;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keras.config.ResourceLines;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/**
 * A node of TensorFlow's graph as configs of TensorFlow 1.13 to 2.3 hold it, protobuf's JSON: one
 * op with its attributes, and the constants among its inputs.
 *
 * <p>Keras: {@code tf_keras/src/engine/base_layer.py}, {@code TensorFlowOpLayer}.
 */
public final class TfNode {
  private static final String LAYER = "TensorFlowOpLayer";
  private static final Set<String> ALLOWED = allowed();

  /** What TensorFlow says of the ops, asked when the first node is read. */
  private static final class Definitions {
    static final Map<String, OpDef> ALL =
        TensorFlow.registeredOpList().getOpList().stream()
            .filter(op -> ALLOWED.contains(op.getName()))
            .collect(Collectors.toUnmodifiableMap(OpDef::getName, op -> op));
  }

  private final String who;
  private final OpDef op;
  private final NodeAttributes attributes;
  private final Map<String, @Nullable Object> constants = new TreeMap<>();

  private TfNode(String who, OpDef op, NodeAttributes attributes, Map<?, ?> constants) {
    this.who = who;
    this.op = op;
    this.attributes = attributes;
    constants.forEach((place, value) -> this.constants.put(String.valueOf(place), value));
  }

  /** Returns the ops that nodes may be of. */
  public static Set<String> ops() {
    return ALLOWED;
  }

  private static Set<String> allowed() {
    InputStream list = Objects.requireNonNull(TfNode.class.getResourceAsStream("nodes.txt"));
    return ResourceLines.of(list).stream()
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable Map<?, ?> config(Map<?, ?> spec) {
    return LAYER.equals(spec.get("class_name")) && spec.get("config") instanceof Map<?, ?> config
        ? config
        : null;
  }

  private static @Nullable Map<?, ?> node(Map<?, ?> spec) {
    Map<?, ?> config = config(spec);
    return config != null
            && config.get("node_def") instanceof Map<?, ?> node
            && node.get("op") instanceof String op
            && ALLOWED.contains(op)
        ? node
        : null;
  }

  /** Whether a layer's config is of a node that is computed here. */
  public static boolean has(Map<?, ?> spec) {
    return node(spec) != null;
  }

  /**
   * Reads the node of a layer's config that {@link #has} one.
   *
   * @param name the layer's
   */
  public static TfNode of(String name, Map<?, ?> spec) {
    Map<?, ?> node = Objects.requireNonNull(node(spec));
    String who = "%s '%s'".formatted(LAYER, name);
    OpDef op = Objects.requireNonNull(Definitions.ALL.get(String.valueOf(node.get("op"))));
    NodeAttributes attributes = new NodeAttributes(who, op, map(node.get("attr")));
    Map<?, ?> constants = map(Objects.requireNonNull(config(spec)).get("constants"));
    return new TfNode(who, op, attributes, constants);
  }

  private static Map<?, ?> map(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? map : Map.of();
  }

  /**
   * Emits the op.
   *
   * @param tensors its inputs in order, without the constants among them
   * @return its outputs, in order
   */
  public List<Expr> compute(List<Expr> tensors) {
    Iterator<@Nullable Object> rest = inputs(tensors).iterator();
    Expr any = tensors.get(0);
    OperationBuilder builder = any.tf().scope().opBuilder(op.getName(), op.getName());
    for (OpDef.ArgDef argument : op.getInputArgList()) {
      List<Output<?>> inputs = new ArrayList<>();
      for (int i = 0; i < count(argument); i++) {
        Object input = rest.next();
        inputs.add(
            (input instanceof Expr x ? x : constant(any, input, type(argument, i))).asOutput());
      }
      if (isList(argument)) {
        builder.addInputList(inputs.toArray(Output<?>[]::new));
      } else {
        builder.addInput(inputs.get(0));
      }
    }
    attributes.set(builder);
    Operation made = builder.build();
    return IntStream.range(0, made.numOutputs()).mapToObj(i -> any.wrap(made.output(i))).toList();
  }

  /** Returns tensors and constants, as many as the op takes, each in its place. */
  private List<@Nullable Object> inputs(List<Expr> tensors) {
    long expected = op.getInputArgList().stream().mapToLong(this::count).sum();
    List<@Nullable Object> all = new ArrayList<>();
    Iterator<Expr> rest = tensors.iterator();
    int constant = 0;
    for (int i = 0; i < expected; i++) {
      String place = String.valueOf(i);
      if (constants.containsKey(place)) {
        all.add(constants.get(place));
        constant++;
      } else if (rest.hasNext()) {
        all.add(rest.next());
      } else {
        break;
      }
    }
    if (tensors.isEmpty()
        || rest.hasNext()
        || constant < constants.size()
        || all.size() < expected) {
      throw new IllegalArgumentException(
          "%s: the op %s expects %d inputs. Received: %d tensors, and constants in the places %s."
              .formatted(who, op.getName(), expected, tensors.size(), constants.keySet()));
    }
    return all;
  }

  private static boolean isList(OpDef.ArgDef argument) {
    return !argument.getNumberAttr().isEmpty() || !argument.getTypeListAttr().isEmpty();
  }

  private long count(OpDef.ArgDef argument) {
    if (!argument.getNumberAttr().isEmpty()) {
      return Math.max(0, attributes.get(argument.getNumberAttr()).getI());
    }
    return argument.getTypeListAttr().isEmpty()
        ? 1
        : attributes.get(argument.getTypeListAttr()).getList().getTypeCount();
  }

  private DType type(OpDef.ArgDef argument, int index) {
    DataType type =
        argument.getType() != DataType.DT_INVALID
            ? argument.getType()
            : argument.getTypeListAttr().isEmpty()
                ? attributes.get(argument.getTypeAttr()).getType()
                : attributes.get(argument.getTypeListAttr()).getList().getType(index);
    return DType.of(type);
  }

  private Expr constant(Expr like, @Nullable Object value, DType dtype) {
    if (value instanceof String text) {
      return Expr.of(like.tf(), like.tf().constant(text));
    }
    return new OpArguments(who, Map.of("like", like), name -> null).tensor(value, dtype);
  }
}
