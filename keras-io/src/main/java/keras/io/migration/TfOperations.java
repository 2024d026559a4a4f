package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.ops.OpRow;
import keras.ops.OpRows;
import org.jspecify.annotations.Nullable;

/**
 * The functions of TensorFlow in graphs of tf_keras, the layers TFOpLambda and SlicingOpLambda, as
 * the operations that Keras 3 has for them; {@link TfOperationRows} has a row for each. What has no
 * row, or is called with more than the row says, stays what it was.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}, {@code keras/src/ops/numpy.py}.
 */
final class TfOperations {
  /** Says nothing, or asks for what is done anyway. */
  private static final Map<String, Object> HARMLESS =
      Map.ofEntries(
          Map.entry("conjugate", false),
          Map.entry("transpose_a", false),
          Map.entry("transpose_b", false),
          Map.entry("adjoint_a", false),
          Map.entry("adjoint_b", false),
          Map.entry("a_is_sparse", false),
          Map.entry("b_is_sparse", false),
          Map.entry("beta", 1.0),
          Map.entry("exclusive", false),
          Map.entry("reverse", false),
          Map.entry("batch_dims", 0),
          Map.entry("optimize", true),
          Map.entry("mode", "CONSTANT"),
          Map.entry("constant_values", 0),
          Map.entry("adjoint", false),
          Map.entry("direction", "ASCENDING"),
          Map.entry("stable", false),
          Map.entry("full_matrices", false),
          Map.entry("padding_value", 0),
          Map.entry("align", "RIGHT_LEFT"),
          Map.entry("data_format", "NHWC"),
          Map.entry("preserve_aspect_ratio", false),
          Map.entry("bad_indices_policy", ""),
          Map.entry("return_index_map", false));

  /** Arguments of TensorFlow's product that turn one of its factors around. */
  private static final List<String> TURNS = List.of("transpose_a", "transpose_b");

  private static final String MODULE = "keras.src.ops.";
  private static final List<TfOperations> ROWS = new ArrayList<>();
  private static final Map<String, TfOperations> ALL = new LinkedHashMap<>();

  static {
    TfOperationRows.add();
  }

  /**
   * An argument that Keras 3 keeps in the config.
   *
   * @param must whether TensorFlow's function must be given it
   * @param list whether it must be a list there
   */
  private record Option(
      String tf,
      String keras,
      @Nullable Object otherwise,
      boolean must,
      boolean list,
      List<?> values) {
    /** Whether a value means the same in both; sizes of parts are not the places of cuts. */
    boolean fits(@Nullable Object value) {
      return !(must && value == null)
          && (values.isEmpty() || values.contains(value))
          && !(list && !(value instanceof List<?>))
          && !(keras.equals("indices_or_sections") && value instanceof List<?>);
    }
  }

  private final String module;
  private final String className;
  private final List<String> functions;
  private final List<String> tensors = new ArrayList<>();
  private final List<Option> options = new ArrayList<>();
  private final List<String> turned = new ArrayList<>();
  private boolean takesList;

  private TfOperations(String operation, List<String> functions) {
    this.functions = functions;
    int dot = operation.indexOf('.');
    this.module = MODULE + operation.substring(0, dot);
    this.className = operation.substring(dot + 1);
  }

  static TfOperations of(String operation, String... functions) {
    TfOperations row = new TfOperations(operation, List.of(functions));
    ROWS.add(row);
    for (String function : functions) {
      ALL.put(function, row);
    }
    return row;
  }

  /**
   * The same for a product with a factor turned around, which has other rows than the plain one.
   */
  static TfOperations turned(String operation, String function, String... turned) {
    TfOperations row = new TfOperations(operation, List.of(function));
    row.turned.addAll(List.of(turned));
    ROWS.add(row);
    ALL.put(function + row.turned, row);
    return row;
  }

  /** Adds an argument of the call after the first. */
  TfOperations tensor(String name) {
    tensors.add(name);
    return this;
  }

  TfOperations list() {
    takesList = true;
    return this;
  }

  TfOperations option(String tf, String keras, @Nullable Object otherwise) {
    options.add(new Option(tf, keras, otherwise, false, false, List.of()));
    return this;
  }

  /** Adds an argument of Keras 3 that TensorFlow's function has not, and means with this value. */
  TfOperations always(String keras, Object value) {
    return option("", keras, value);
  }

  /** Adds an argument of which some values alone mean the same. */
  TfOperations oneOf(String tf, String keras, Object otherwise, Object... others) {
    List<Object> values = new ArrayList<>(List.of(others));
    values.add(otherwise);
    options.add(new Option(tf, keras, otherwise, false, false, values));
    return this;
  }

  /** Adds an argument that must be given, and of which one value alone means the same. */
  TfOperations only(String tf, String keras, Object value) {
    options.add(new Option(tf, keras, null, true, false, List.of(value)));
    return this;
  }

  /** Adds the two arguments of what reduces axes. */
  TfOperations reduces() {
    return option("axis", "axis", null).option("keepdims", "keepdims", false);
  }

  TfOperations must(String tf, String keras, boolean list) {
    options.add(new Option(tf, keras, null, true, list, List.of()));
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

  /** Returns the functions that are read as a class of operations; the first is written. */
  static List<String> functions(String className) {
    return ROWS.stream()
        .filter(row -> row.className.equals(className))
        .flatMap(row -> row.functions.stream())
        .distinct()
        .toList();
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
    List<?> calls = Maps.list(layer.get("inbound_nodes"));
    if (calls.size() != 1 || !(calls.get(0) instanceof Map<?, ?> call)) {
      return;
    }
    Map<String, @Nullable Object> named = Maps.copy(call.get("kwargs"));
    List<String> turns = TURNS.stream().filter(t -> Boolean.TRUE.equals(named.get(t))).toList();
    String function = String.valueOf(config.get("function"));
    TfOperations row = ALL.get(turns.isEmpty() ? function : function + turns);
    if (row != null) {
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
    Object first = args.isEmpty() ? null : args.get(0);
    if (args.size() != 1 + tensors.size()
        || !(kwargs instanceof Map<?, ?> more && more.values().stream().allMatch(Objects::isNull))
        || !onlyKnown(layer, config)
        || !(takesList || TfValues.isTensor(first) || first instanceof Number || isArray(first))) {
      return false;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      Object value = args.get(i + 1);
      named.put(
          tensors.get(i),
          tensors.get(i).equals("slice_spec") ? TfValues.tfSlices(value) : plain(value));
    }
    for (Option option : options) {
      Object value = valueOf(layer, config, option.keras());
      if (option.tf().isEmpty() && !Objects.equals(value, option.otherwise())) {
        return false;
      }
      if (!option.fits(value) || (value == null && option.otherwise() != null)) {
        return false; // TensorFlow means something else where it is not given
      }
      if (!option.tf().isEmpty() && value != null) {
        named.put(option.tf(), value);
      }
    }
    turned.forEach(argument -> named.put(argument, true));
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("name", config.get("name"));
    own.put("trainable", true);
    own.put("dtype", "float32");
    own.put("function", functions.get(0));
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    List<@Nullable Object> inputs = new ArrayList<>();
    inputs.add(plain(first));
    made.put("args", inputs);
    made.put("kwargs", named);
    layer.put("module", Kind.LAYER.module);
    layer.put("class_name", className.equals("GetItem") ? "SlicingOpLambda" : "TFOpLambda");
    layer.put("registered_name", null);
    layer.put("config", own);
    layer.put("inbound_nodes", new ArrayList<Object>(List.of(made)));
    return true;
  }

  private static boolean isArray(@Nullable Object value) {
    return value instanceof Map<?, ?> map && "__numpy__".equals(map.get("class_name"));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return isArray(value) ? Maps.config(value).get("value") : value;
  }

  /** Returns an argument of a config, Keras' default where it is not there. */
  private static @Nullable Object valueOf(
      Map<String, @Nullable Object> layer, Map<?, ?> config, String argument) {
    OpRow row = OpRows.of(layer);
    return config.containsKey(argument) || row == null
        ? config.get(argument)
        : row.otherwise(argument);
  }

  /** Whether all arguments that TensorFlow's function has not are at their defaults. */
  private boolean onlyKnown(Map<String, @Nullable Object> layer, Map<?, ?> config) {
    OpRow row = OpRows.of(layer);
    return row == null
        || row.configArguments().stream()
            .filter(a -> options.stream().noneMatch(o -> o.keras().equals(a)))
            .allMatch(a -> Objects.equals(valueOf(layer, config, a), row.otherwise(a)));
  }

  private static boolean hasConstant(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.isEmpty() || list.stream().anyMatch(TfOperations::hasConstant)
        : value instanceof Number;
  }

  private void apply(Map<String, @Nullable Object> layer, Map<?, ?> config, Map<?, ?> call) {
    List<@Nullable Object> args = new ArrayList<>(Maps.list(call.get("args")));
    Map<String, @Nullable Object> named = Maps.copy(call.get("kwargs"));
    named.remove("name");
    turned.forEach(named::remove);
    HARMLESS.forEach(
        (key, value) -> {
          if (Objects.equals(named.get(key), value)) {
            named.remove(key);
          }
        });
    named.values().removeIf(Objects::isNull); // what is not given
    for (String tensor : tensors) {
      if (!named.containsKey(tensor)) {
        return;
      }
      Object value = named.remove(tensor);
      boolean slices = tensor.equals("slice_spec");
      if ((slices || !TfValues.isTensor(value)) && TfValues.hasTensor(value)) {
        return; // a list, or places between brackets, that the graph computes
      }
      args.add(slices ? TfValues.slices(value) : TfValues.constant(value));
    }
    if (takesList && args.stream().anyMatch(TfOperations::hasConstant)) {
      return; // which takes the dtype of its neighbours in TensorFlow alone
    }
    if (!takesList && !args.isEmpty()) {
      if (!TfValues.isTensor(args.get(0)) && TfValues.hasTensor(args.get(0))) {
        return;
      }
      args.set(0, TfValues.constant(args.get(0)));
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("name", config.get("name"));
    for (Option option : options) {
      Object value =
          named.containsKey(option.tf()) ? named.remove(option.tf()) : option.otherwise();
      if (TfValues.isOfTensors(value) || !option.fits(value)) {
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
}
