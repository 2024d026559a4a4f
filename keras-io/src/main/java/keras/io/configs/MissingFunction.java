package keras.io.configs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.activations.Activations;
import keras.config.CustomObjects;
import org.jspecify.annotations.Nullable;

/**
 * A function of Python that a layer is made of, or holds as its activation, and that the caller can
 * give by the layer's name; the activation of several layers, which has a name of its own, by that.
 *
 * @param key what it is given by
 * @param what begins a sentence: {@code Lambda 'l'}
 * @param hint goes on: {@code is Python bytecode, which is never run}
 * @param inputs how many tensors it is called on
 * @param more how many layers have it besides
 */
record MissingFunction(String key, String what, String hint, int inputs, int more) {
  private static final String BYTECODE = "is Python bytecode, which is never run";

  /** What Python calls a function without a name. */
  private static final String LAMBDA = "<lambda>";

  /** Layers that are nothing but a function. */
  private static final Set<String> OF_FUNCTIONS =
      Set.of("Lambda", "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer");

  private static final String OPERATIONS = "keras.src.ops.";

  /** Whether a layer is nothing but a function. */
  static boolean isFunction(Map<?, ?> spec) {
    return OF_FUNCTIONS.contains(String.valueOf(spec.get("class_name")))
        || (spec.get("module") instanceof String module && module.startsWith(OPERATIONS));
  }

  /** Describes such a layer. */
  static MissingFunction ofLayer(Map<?, ?> spec, Map<?, ?> config) {
    String name = String.valueOf(config.get("name"));
    String className = String.valueOf(spec.get("class_name"));
    String hint =
        spec.get("module") instanceof String module && module.startsWith(OPERATIONS)
            ? "is an operation that is not supported yet"
            : className.equals("TensorFlowOpLayer")
                ? "is TensorFlow's op %s, which is not supported yet".formatted(op(config))
                : config.get("function") instanceof String function && !className.equals("Lambda")
                    ? "calls tf." + function + ", which is not supported yet"
                    : hint(config.get("function"));
    return new MissingFunction(name, className + " '" + name + "'", hint, inputs(spec), 0);
  }

  private static @Nullable Object op(Map<?, ?> config) {
    return config.get("node_def") instanceof Map<?, ?> node ? node.get("op") : null;
  }

  /** Describes the activation of a layer. */
  static MissingFunction ofActivation(String layer, String className, Object function) {
    String name = name(function);
    return new MissingFunction(
        name == null ? layer : name,
        "The activation of %s '%s'".formatted(className, layer),
        hint(function),
        1,
        0);
  }

  /** Returns the same function, which one layer more has. */
  MissingFunction andOneMore() {
    return new MissingFunction(key, what, hint, inputs, more + 1);
  }

  private static String hint(@Nullable Object function) {
    String name = name(function);
    return name == null
        ? BYTECODE
        : name.equals(LAMBDA) ? "is a lambda of Python" : "is the Python function " + name;
  }

  private static @Nullable String name(@Nullable Object function) {
    return function instanceof String id ? id : named(function);
  }

  private static @Nullable String named(@Nullable Object function) {
    return function instanceof Map<?, ?> spec
            && "function".equals(spec.get("class_name"))
            && spec.get("config") instanceof String id
        ? id
        : null;
  }

  /** Whether the value of an activation is a function that nobody here has. */
  static boolean isForeign(@Nullable Object activation, CustomObjects custom) {
    if (isBytecode(activation)) {
      return true;
    }
    String id = activation instanceof String name ? name : named(activation);
    return id != null
        && !custom.knowsFunction(id)
        && !Activations.names().contains(id)
        && !id.equals(Activations.KERAS2_HARD_SIGMOID.id());
  }

  /** Whether a value is what Keras makes of a lambda. */
  static boolean isBytecode(@Nullable Object json) {
    return json instanceof Map<?, ?> map
        && ("__lambda__".equals(map.get("class_name"))
            || (map.size() == 1
                && map.get("value") instanceof List<?> parts
                && !parts.isEmpty()
                && parts.get(0) instanceof String));
  }

  /** Whether a value is what Keras 2 makes of a lambda: bytecode, defaults and closure. */
  static boolean isOldBytecode(List<?> value) {
    return value.size() == 3 && value.get(0) instanceof String;
  }

  /** Counts the tensors of a layer's first call. */
  private static int inputs(Map<?, ?> spec) {
    return spec.get("inbound_nodes") instanceof List<?> calls
            && !calls.isEmpty()
            && calls.get(0) instanceof Map<?, ?> call
        ? Math.max(least(spec), tensors(call.get("args")) + tensors(call.get("kwargs")))
        : 1;
  }

  /** tf_keras loses the tensors of functions that take any number of them. */
  private static int least(Map<?, ?> spec) {
    return "TFOpLambda".equals(spec.get("class_name")) ? 0 : 1;
  }

  private static int tensors(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return list.stream().mapToInt(MissingFunction::tensors).sum();
    } else if (json instanceof Map<?, ?> map) {
      return "__keras_tensor__".equals(map.get("class_name"))
          ? 1
          : map.values().stream().mapToInt(MissingFunction::tensors).sum();
    }
    return 0;
  }

  /** Returns the call that gives it. */
  String option() {
    return inputs == 0
        ? ""
        : ".%s(\"%s\", x -> ...)".formatted(inputs > 1 ? "customOfList" : "custom", key);
  }

  /** Says what it is and what to do about it. */
  String sentence() {
    if (inputs == 0) {
      return "%s %s, and the file lacks the tensors that it is computed of; tf_keras does not load it either."
          .formatted(what, hint);
    }
    String others = more == 0 ? "" : " and of %d more".formatted(more);
    String each = key.equals(LAMBDA) ? ", or each by its layer's name" : "";
    return "%s%s %s; give it in Java: LoadOptions.defaults()%s%s."
        .formatted(what, others, hint, option(), each);
  }
}
