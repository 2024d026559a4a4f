package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The layers TensorFlowOpLayer of TensorFlow 1.13 to 2.3: a node of TensorFlow's graph with its
 * constants, turned into the function that later versions write of it, which {@link TfOperations}
 * knows. What has no row, or attributes that the function has not, stays what it was.
 *
 * <p>Keras: {@code tf_keras/src/engine/base_layer.py}, {@code TensorFlowOpLayer}.
 */
final class TfNodes {
  private static final String LAYER = "TensorFlowOpLayer";

  /** What tf_keras puts before the name in a node's config to name the layer. */
  private static final String PREFIX = "tf_op_layer_";

  private static final Map<String, TfNodes> ALL = new LinkedHashMap<>();

  static {
    unary("identity", "Identity");
    for (String name : List.of("Neg", "Abs", "Sign", "Square", "Sqrt", "Exp", "Log", "Tanh")) {
      unary("math." + (name.equals("Neg") ? "negative" : name.toLowerCase(Locale.ROOT)), name);
    }
    for (String name :
        List.of(
            "Erf", "Erfc", "Rsqrt", "Sin", "Cos", "Tan", "Floor", "Ceil", "Round", "Reciprocal")) {
      unary("math." + name.toLowerCase(Locale.ROOT), name);
    }
    for (String name : List.of("Log1p", "Expm1", "Sinh", "Cosh", "Asin", "Acos", "Atan", "Rint")) {
      unary("math." + name.toLowerCase(Locale.ROOT), name);
    }
    for (String name : List.of("DepthToSpace", "SpaceToDepth")) {
      unary("nn." + Maps.snake(name), name)
          .attribute("block_size", "block_size", value -> value)
          .pins("data_format", "TkhXQw==");
    }
    binary("math.floormod", "y", "FloorMod");
    binary("math.floordiv", "y", "FloorDiv");
    binary("tile", "multiples", "Tile");
    binary("pad", "paddings", "Pad");
    for (String name : List.of("Sigmoid", "Softplus", "LogSoftmax")) {
      unary("math." + Maps.snake(name), name);
    }
    for (String name : List.of("Relu", "Relu6", "Elu", "Selu", "Softsign", "Softmax")) {
      unary("nn." + name.toLowerCase(Locale.ROOT), name);
    }
    unary("nn.leaky_relu", "LeakyRelu").attribute("alpha", "alpha", value -> value);
    unary("cast", "Cast").attribute("DstT", "dtype", TfNodes::dtype);
    unary("squeeze", "Squeeze").attribute("squeeze_dims", "axis", TfNodes::axes);
    binary("math.add", "y", "Add", "AddV2", "BiasAdd").pins("data_format", "TkhXQw==");
    binary("math.subtract", "y", "Sub");
    binary("math.multiply", "y", "Mul");
    binary("math.truediv", "y", "RealDiv");
    binary("math.pow", "y", "Pow");
    binary("math.maximum", "y", "Maximum");
    binary("math.minimum", "y", "Minimum");
    binary("linalg.matmul", "b", "MatMul", "BatchMatMul", "BatchMatMulV2")
        .pins("transpose_a", false)
        .pins("transpose_b", false)
        .pins("adj_x", false)
        .pins("adj_y", false);
    binary("reshape", "shape", "Reshape");
    binary("transpose", "perm", "Transpose");
    binary("expand_dims", "axis", "ExpandDims");
    for (String name : List.of("Mean", "Sum", "Max", "Min")) {
      binary("math.reduce_" + name.toLowerCase(Locale.ROOT), "axis", name)
          .attribute("keep_dims", "keepdims", value -> value);
    }
    ALL.put("ConcatV2", new TfNodes("concat", null));
    ALL.put("Pack", new TfNodes("stack", null).attribute("axis", "axis", value -> value));
    ALL.put("StridedSlice", new TfNodes("__operators__.getitem", null));
  }

  /** An attribute of the node that is an argument of the function. */
  private record Attribute(
      String name, String argument, Function<@Nullable Object, @Nullable Object> value) {}

  private final String function;
  private final @Nullable String second;
  private final List<Attribute> attributes = new ArrayList<>();
  private final Map<String, Object> pinned = new LinkedHashMap<>();

  private TfNodes(String function, @Nullable String second) {
    this.function = function;
    this.second = second;
  }

  private static TfNodes unary(String function, String op) {
    return binary(function, null, op);
  }

  private static TfNodes binary(String function, @Nullable String second, String... ops) {
    TfNodes row = new TfNodes(function, second);
    for (String op : ops) {
      ALL.put(op, row);
    }
    return row;
  }

  private TfNodes attribute(
      String name, String argument, Function<@Nullable Object, @Nullable Object> value) {
    attributes.add(new Attribute(name, argument, value));
    return this;
  }

  /** Takes no other value of an attribute. */
  private TfNodes pins(String attribute, Object value) {
    pinned.put(attribute, value);
    return this;
  }

  /** Turns a node, whose calls are those of Keras 3 already, into a function. */
  static void upgrade(Map<String, @Nullable Object> layer) {
    if (!isNode(layer)) {
      return;
    }
    Map<String, @Nullable Object> config = Maps.copy(layer.get("config"));
    config.put("name", LayerNames.of(layer)); // the config's own lacks a prefix
    layer.put("config", config);
    Map<String, @Nullable Object> node = Maps.copy(config.get("node_def"));
    TfNodes row = ALL.get(String.valueOf(node.get("op")));
    List<?> calls = Maps.list(layer.get("inbound_nodes"));
    if (row == null || calls.size() != 1) {
      return;
    }
    List<@Nullable Object> inputs = inputs(calls.get(0), Maps.copy(config.get("constants")));
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    Maps.copy(node.get("attr")).forEach((name, value) -> attributes.put(name, plain(value)));
    Map<String, @Nullable Object> call = row.call(inputs, attributes);
    if (call != null) {
      Map<String, @Nullable Object> own = new LinkedHashMap<>();
      own.put("name", config.get("name"));
      own.put("trainable", true);
      own.put("dtype", config.get("dtype"));
      own.put("function", row.function);
      layer.put("class_name", "TFOpLambda");
      layer.computeIfPresent("module", (key, module) -> Kind.LAYER.module);
      layer.remove("registered_name"); // tf_keras registers the class of nodes alone
      layer.put("config", own);
      layer.put("inbound_nodes", new ArrayList<Object>(List.of(call)));
    }
  }

  /** Whether a layer is of a node. */
  static boolean isNode(Map<?, ?> layer) {
    return LAYER.equals(layer.get("class_name"));
  }

  /** Writes the name without what tf_keras puts before it. */
  static void write(Map<String, @Nullable Object> config) {
    config.computeIfPresent(
        "name",
        (key, name) ->
            name instanceof String text && text.startsWith(PREFIX)
                ? text.substring(PREFIX.length())
                : name);
  }

  private @Nullable Map<String, @Nullable Object> call(
      List<@Nullable Object> inputs, Map<String, @Nullable Object> given) {
    for (Map.Entry<String, Object> pin : pinned.entrySet()) {
      if (!pin.getValue().equals(given.getOrDefault(pin.getKey(), pin.getValue()))) {
        return null;
      }
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (Attribute a : attributes) {
      if (given.containsKey(a.name())) {
        named.put(a.argument(), a.value().apply(given.get(a.name())));
      }
    }
    Object first = inputs.isEmpty() ? null : inputs.get(0);
    if (function.equals("concat") || function.equals("stack")) {
      int values = inputs.size() - (function.equals("concat") ? 1 : 0);
      if (values < 1) {
        return null;
      }
      if (values < inputs.size()) {
        named.put("axis", inputs.get(values));
      }
      first = new ArrayList<>(inputs.subList(0, values));
    } else if (function.equals("__operators__.getitem")) {
      Object spec = TfStridedSlice.spec(inputs, given);
      if (spec == null) {
        return null;
      }
      named.put("slice_spec", spec);
    } else if (inputs.size() != (second == null ? 1 : 2)) {
      return null;
    } else if (second != null) {
      named.put(second, inputs.get(1));
    }
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    List<@Nullable Object> args = new ArrayList<>();
    args.add(first);
    call.put("args", args);
    call.put("kwargs", named);
    return call;
  }

  /** Returns tensors and constants in the node's order. */
  private static List<@Nullable Object> inputs(
      @Nullable Object call, Map<String, @Nullable Object> constants) {
    List<@Nullable Object> tensors = new ArrayList<>(Maps.list(Maps.copy(call).get("args")));
    if (tensors.size() == 1 && tensors.get(0) instanceof List<?> many) {
      tensors = new ArrayList<>(many);
    }
    int count = tensors.size() + constants.size();
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String place = String.valueOf(i);
      if (constants.containsKey(place)) {
        all.add(constants.get(place));
      } else if (!tensors.isEmpty()) {
        all.add(tensors.remove(0));
      }
    }
    return all;
  }

  /** Returns what an attribute holds; protobuf's JSON has 64-bit numbers as text. */
  private static @Nullable Object plain(@Nullable Object attribute) {
    Map<String, @Nullable Object> value = Maps.copy(attribute);
    if (value.containsKey("list")) {
      Object numbers = Maps.copy(value.get("list")).get("i");
      List<@Nullable Object> out = new ArrayList<>();
      Maps.list(numbers).forEach(n -> out.add(number(n)));
      return out;
    }
    return value.containsKey("i")
        ? number(value.get("i"))
        : value.values().stream().findFirst().orElse(null);
  }

  private static @Nullable Object number(@Nullable Object number) {
    return number instanceof String text && text.matches("-?[0-9]{1,9}")
        ? Integer.valueOf(text)
        : number;
  }

  private static @Nullable Object axes(@Nullable Object axes) {
    return List.of().equals(axes) ? null : axes;
  }

  private static @Nullable Object dtype(@Nullable Object type) {
    return switch (Objects.toString(type)) {
      case "DT_HALF" -> "float16";
      case "DT_FLOAT" -> "float32";
      case "DT_DOUBLE" -> "float64";
      default -> Objects.toString(type).replaceFirst("^DT_", "").toLowerCase(Locale.ROOT);
    };
  }
}
