package keras.io.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Python functions of Lambda layers: tf_keras writes a list of bytecode, defaults and closure,
 * or a name, and beside it which of the two it is; Keras 3 an object. What is in the bytecode is
 * not looked at.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/lambda_layer.py}, {@code
 * keras/src/layers/core/lambda_layer.py}.
 */
final class Lambdas {
  private static final String BYTECODE = "__lambda__";
  private static final List<String> PARTS = List.of("code", "defaults", "closure");

  private Lambdas() {}

  /** Turns tf_keras' config into that of Keras 3. */
  static void upgrade(Map<String, @Nullable Object> config) {
    function(config, "function", config.remove("function_type"));
    Object shape = config.remove("output_shape_type");
    if ("raw".equals(shape)) {
      config.remove("output_shape", null);
    } else {
      function(config, "output_shape", shape);
    }
    function(config, "mask", config.remove("mask_type"));
    config.keySet().removeAll(List.of("module", "output_shape_module", "mask_module"));
  }

  private static void function(
      Map<String, @Nullable Object> config, String key, @Nullable Object type) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    if ("lambda".equals(type) && config.get(key) instanceof List<?> parts) {
      Map<String, @Nullable Object> code = new LinkedHashMap<>();
      for (int i = 0; i < PARTS.size(); i++) {
        code.put(PARTS.get(i), i < parts.size() ? parts.get(i) : null);
      }
      spec.put("class_name", BYTECODE);
      spec.put("config", code);
      config.put(key, spec);
    } else if ("function".equals(type) && config.get(key) instanceof String name) {
      spec.put("module", "builtins");
      spec.put("class_name", "function");
      spec.put("config", name);
      spec.put("registered_name", "function");
      config.put(key, spec);
    }
  }

  /** Turns Keras 3's config into that of tf_keras. */
  static void downgrade(Map<String, @Nullable Object> config) {
    Object shape = config.remove("output_shape");
    put(config, "function", config.get("function"));
    config.put("module", "__main__");
    put(config, "output_shape", shape);
    config.put("output_shape_module", null);
    if (config.get("mask") != null) {
      put(config, "mask", config.remove("mask"));
      config.put("mask_module", "__main__");
    }
    config.putIfAbsent("arguments", new LinkedHashMap<String, Object>());
  }

  private static void put(
      Map<String, @Nullable Object> config, String key, @Nullable Object function) {
    Object type = "raw";
    Object value = function;
    if (function instanceof Map<?, ?> spec && BYTECODE.equals(spec.get("class_name"))) {
      Map<?, ?> code = Maps.config(spec);
      type = "lambda";
      value =
          new ArrayList<@Nullable Object>(
              Arrays.asList(code.get("code"), code.get("defaults"), code.get("closure")));
    } else if (function instanceof Map<?, ?> spec && spec.get("config") instanceof String name) {
      type = "function";
      value = name;
    }
    config.put(key, value);
    config.put(key + "_type", type);
  }
}
