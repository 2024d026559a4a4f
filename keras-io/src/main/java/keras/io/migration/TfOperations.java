package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The functions of TensorFlow in graphs of tf_keras, the layers TFOpLambda and SlicingOpLambda, as
 * the operations that Keras 3 has for them, a row each. What has no row, or is called with more
 * than the row says, stays what it was.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}, {@code keras/src/ops/numpy.py}.
 */
final class TfOperations {
  /** Says nothing, or asks for what is done anyway. */
  private static final Map<String, Object> HARMLESS =
      Map.of(
          "conjugate", false,
          "transpose_a", false,
          "transpose_b", false,
          "adjoint_a", false,
          "adjoint_b", false,
          "a_is_sparse", false,
          "b_is_sparse", false,
          "beta", 1.0);

  private static final String MODULE = "keras.src.ops.";
  private static final List<TfOperations> ROWS = new ArrayList<>();
  private static final Map<String, TfOperations> ALL = new LinkedHashMap<>();

  static {
    for (String ofKeras3 : List.of("numpy.Divide", "nn.Celu", "nn.HardSigmoid", "nn.HardSilu")) {
      of(ofKeras3);
    }
    of("numpy.Copy", "identity");
    of("numpy.Add", "math.add", "__operators__.add", "add").tensor("y");
    of("numpy.Subtract", "math.subtract", "subtract").tensor("y");
    of("numpy.Multiply", "math.multiply", "multiply").tensor("y");
    of("numpy.TrueDivide", "math.truediv", "truediv", "math.divide", "divide").tensor("y");
    of("numpy.Power", "math.pow", "pow").tensor("y");
    of("numpy.Maximum", "math.maximum", "maximum").tensor("y");
    of("numpy.Minimum", "math.minimum", "minimum").tensor("y");
    of("numpy.Matmul", "linalg.matmul", "matmul").tensor("b");
    of("numpy.Negative", "math.negative", "negative");
    of("numpy.Absolute", "math.abs", "abs");
    of("numpy.Sign", "math.sign", "sign");
    of("numpy.Square", "math.square", "square");
    of("numpy.Sqrt", "math.sqrt", "sqrt");
    of("numpy.Exp", "math.exp", "exp");
    of("numpy.Log", "math.log");
    of("numpy.Tanh", "math.tanh", "tanh", "nn.tanh");
    for (String name : List.of("Mean", "Sum", "Max", "Min")) {
      String function = "reduce_" + name.toLowerCase(Locale.ROOT);
      of("numpy." + name, "math." + function, function)
          .option("axis", "axis", null)
          .option("keepdims", "keepdims", false);
    }
    of("numpy.Clip", "clip_by_value")
        .option("clip_value_min", "x_min", null)
        .option("clip_value_max", "x_max", null);
    of("numpy.Reshape", "reshape").option("shape", "newshape", null);
    of("numpy.Transpose", "compat.v1.transpose", "transpose").option("perm", "axes", null);
    of("numpy.ExpandDims", "expand_dims", "compat.v1.expand_dims").option("axis", "axis", null);
    of("numpy.Squeeze", "compat.v1.squeeze", "squeeze").option("axis", "axis", null);
    of("numpy.Concatenate", "concat").list().option("axis", "axis", 0);
    of("numpy.Stack", "stack").list().option("axis", "axis", 0);
    of("numpy.GetItem", "__operators__.getitem").tensor("slice_spec");
    of("numpy.Equal", "math.equal", "equal", "__operators__.eq").tensor("y");
    of("numpy.NotEqual", "math.not_equal", "not_equal", "__operators__.ne").tensor("y");
    of("numpy.Greater", "math.greater", "greater").tensor("y");
    of("numpy.GreaterEqual", "math.greater_equal", "greater_equal").tensor("y");
    of("numpy.Less", "math.less", "less").tensor("y");
    of("numpy.LessEqual", "math.less_equal", "less_equal").tensor("y");
    of("numpy.LogicalAnd", "math.logical_and", "logical_and").tensor("y");
    of("numpy.LogicalOr", "math.logical_or", "logical_or").tensor("y");
    of("numpy.LogicalNot", "math.logical_not", "logical_not");
    for (String name : List.of("Any", "All")) {
      String function = "reduce_" + name.toLowerCase(Locale.ROOT);
      of("numpy." + name, "math." + function, function)
          .option("axis", "axis", null)
          .option("keepdims", "keepdims", false);
    }
    of("numpy.ZerosLike", "zeros_like").option("dtype", "dtype", null);
    of("numpy.OnesLike", "ones_like").option("dtype", "dtype", null);
    of("core.Cast", "cast").option("dtype", "dtype", null);
    of("nn.Relu", "nn.relu");
    of("nn.Relu6", "nn.relu6");
    of("nn.Sigmoid", "math.sigmoid", "nn.sigmoid", "sigmoid");
    of("nn.Softplus", "math.softplus", "nn.softplus");
    of("nn.Softsign", "nn.softsign", "math.softsign");
    of("nn.Silu", "nn.silu", "nn.swish");
    of("nn.Selu", "nn.selu");
    of("nn.LogSigmoid", "math.log_sigmoid");
    of("nn.Elu", "nn.elu").option("", "alpha", 1.0);
    of("nn.LeakyRelu", "nn.leaky_relu").option("alpha", "negative_slope", 0.2);
    of("nn.Gelu", "nn.gelu").option("approximate", "approximate", false);
    of("nn.Softmax", "nn.softmax").option("axis", "axis", -1);
    of("nn.LogSoftmax", "nn.log_softmax", "math.log_softmax").option("axis", "axis", -1);
  }

  /** An argument that Keras 3 keeps in the config. */
  private record Option(String tf, String keras, @Nullable Object otherwise) {}

  private final String module;
  private final String className;
  private final List<String> functions;
  private final List<String> tensors = new ArrayList<>();
  private final List<Option> options = new ArrayList<>();
  private boolean takesList;

  private TfOperations(String operation, List<String> functions) {
    this.functions = functions;
    int dot = operation.indexOf('.');
    this.module = MODULE + operation.substring(0, dot);
    this.className = operation.substring(dot + 1);
  }

  private static TfOperations of(String operation, String... functions) {
    TfOperations row = new TfOperations(operation, List.of(functions));
    ROWS.add(row);
    for (String function : functions) {
      ALL.put(function, row);
    }
    return row;
  }

  /** Adds an argument of the call after the first. */
  private TfOperations tensor(String name) {
    tensors.add(name);
    return this;
  }

  private TfOperations list() {
    takesList = true;
    return this;
  }

  private TfOperations option(String tf, String keras, @Nullable Object otherwise) {
    options.add(new Option(tf, keras, otherwise));
    return this;
  }

  /**
   * Returns the module of an operation of Keras 3 whose file does not name it, as its .h5 files do
   * not; null for layers, which all say whether they train.
   */
  static @Nullable String module(String className, Map<String, @Nullable Object> config) {
    return config.containsKey("trainable")
        ? null
        : ROWS.stream()
            .filter(row -> row.className.equals(className))
            .map(row -> row.module)
            .findFirst()
            .orElse(null);
  }

  /** Whether a layer is a function of TensorFlow, as tf_keras writes it. */
  static boolean isFunction(Map<?, ?> layer) {
    Object name = layer.get("class_name");
    return "TFOpLambda".equals(name) || "SlicingOpLambda".equals(name);
  }

  /** Turns a layer of tf_keras, whose calls are those of Keras 3 already, into an operation. */
  static void upgrade(Map<String, @Nullable Object> layer) {
    if (!isFunction(layer)) {
      return;
    }
    Map<?, ?> config = Maps.config(layer);
    TfOperations row = ALL.get(String.valueOf(config.get("function")));
    List<?> calls = Maps.list(layer.get("inbound_nodes"));
    if (row != null && calls.size() == 1 && calls.get(0) instanceof Map<?, ?> call) {
      row.apply(layer, config, call);
    }
  }

  /**
   * Turns an operation of Keras 3 into a layer of tf_keras, whose calls are still those of Keras 3.
   *
   * @return whether there is such a function; the operation is as it was if not
   */
  static boolean downgrade(Map<String, @Nullable Object> layer) {
    String className = String.valueOf(layer.get("class_name"));
    String known = className.equals("Divide") ? "TrueDivide" : className;
    List<?> calls = Maps.list(layer.get("inbound_nodes"));
    return calls.size() == 1
        && calls.get(0) instanceof Map<?, ?> call
        && ROWS.stream()
            .filter(row -> row.className.equals(known) && !row.functions.isEmpty())
            .anyMatch(row -> row.undo(layer, Maps.list(call.get("args")), call.get("kwargs")));
  }

  private boolean undo(Map<String, @Nullable Object> layer, List<?> args, @Nullable Object kwargs) {
    Map<?, ?> config = Maps.config(layer);
    if (args.size() != 1 + tensors.size()
        || !Map.of().equals(kwargs)
        || !(takesList || isTensor(args.get(0)) || args.get(0) instanceof Number)) {
      return false;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      Object value = args.get(i + 1);
      boolean array = value instanceof Map<?, ?> m && "__numpy__".equals(m.get("class_name"));
      named.put(
          tensors.get(i),
          tensors.get(i).equals("slice_spec")
              ? tfSlices(value)
              : array ? Maps.config(value).get("value") : value);
    }
    for (Option option : options) {
      Object value = config.get(option.keras());
      if (option.tf().isEmpty() && !Objects.equals(value, option.otherwise())) {
        return false;
      }
      if (!option.tf().isEmpty() && value != null) {
        named.put(option.tf(), value);
      }
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("name", config.get("name"));
    own.put("trainable", true);
    own.put("dtype", "float32");
    own.put("function", functions.get(0));
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    made.put("args", new ArrayList<@Nullable Object>(args.subList(0, 1)));
    made.put("kwargs", named);
    layer.put("module", Kind.LAYER.module);
    layer.put("class_name", className.equals("GetItem") ? "SlicingOpLambda" : "TFOpLambda");
    layer.put("registered_name", null);
    layer.put("config", own);
    layer.put("inbound_nodes", new ArrayList<Object>(List.of(made)));
    return true;
  }

  /** Whether a value stands for a tensor of the graph. */
  static boolean isTensor(@Nullable Object value) {
    return value instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"));
  }

  /** Spells what stands between brackets as tf_keras does. */
  private static @Nullable Object tfSlices(@Nullable Object key) {
    if (key instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(tfSlices(x)));
      return out;
    }
    if (key instanceof Map<?, ?> map && "__slice__".equals(map.get("class_name"))) {
      return Maps.copy(map.get("config"));
    }
    return key instanceof Map<?, ?> map
        ? new LinkedHashMap<String, Object>(Map.of("class_name", map.get("class_name")))
        : key;
  }

  private void apply(Map<String, @Nullable Object> layer, Map<?, ?> config, Map<?, ?> call) {
    List<@Nullable Object> args = new ArrayList<>(Maps.list(call.get("args")));
    Map<String, @Nullable Object> named = Maps.copy(call.get("kwargs"));
    named.remove("name");
    HARMLESS.forEach(
        (key, value) -> {
          if (Objects.equals(named.get(key), value)) {
            named.remove(key);
          }
        });
    for (String tensor : tensors) {
      if (!named.containsKey(tensor)) {
        return;
      }
      Object value = named.remove(tensor);
      args.add(tensor.equals("slice_spec") ? slices(value) : constant(value));
    }
    if (!takesList && !args.isEmpty()) {
      args.set(0, constant(args.get(0)));
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("name", config.get("name"));
    for (Option option : options) {
      Object value =
          named.containsKey(option.tf()) ? named.remove(option.tf()) : option.otherwise();
      if (isOfTensors(value)) {
        return;
      }
      own.put(option.keras(), value);
    }
    if (!named.isEmpty() || args.size() != 1 + tensors.size()) {
      return;
    }
    if (takesList && !(args.get(0) instanceof List<?>)) {
      args.set(0, new ArrayList<>(args));
    }
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    made.put("args", args);
    made.put("kwargs", new LinkedHashMap<String, Object>());
    layer.put("module", module);
    layer.put("class_name", className);
    layer.put("registered_name", className);
    layer.put("layer_of_tf_keras", true);
    layer.put("config", own);
    layer.put("inbound_nodes", new ArrayList<Object>(List.of(made)));
  }

  /** Gives nested lists of numbers the form that arrays have in Keras 3. */
  private static @Nullable Object constant(@Nullable Object value) {
    if (!(value instanceof List<?>) || isOfTensors(value)) {
      return value;
    }
    Map<String, @Nullable Object> array = new LinkedHashMap<>();
    array.put("value", value);
    array.put("dtype", hasFloats(value) ? "float32" : "int32");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", "__numpy__");
    out.put("config", array);
    return out;
  }

  private static boolean hasFloats(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(TfOperations::hasFloats)
        : value instanceof Double;
  }

  /** Whether a constant is computed by the graph. */
  private static boolean isOfTensors(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(TfOperations::isOfTensors)
        : value instanceof Map<?, ?>;
  }

  /** Spells what stands between brackets as Keras 3 does. */
  private static @Nullable Object slices(@Nullable Object spec) {
    if (spec instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(slices(x)));
      return out;
    }
    if (!(spec instanceof Map<?, ?> map)) {
      return spec;
    }
    boolean range = map.containsKey("start") && map.containsKey("stop");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", range ? "__slice__" : map.get("class_name"));
    out.put("config", range ? Maps.copy(map) : Maps.copy(map.get("config")));
    return out;
  }
}
