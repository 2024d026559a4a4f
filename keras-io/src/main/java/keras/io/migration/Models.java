package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has changed in the configs of models. */
final class Models {
  /** Keras' model classes and the modules in which Keras 3 writes them. */
  static final Map<String, String> CLASSES =
      Map.of("Sequential", "keras", "Functional", "keras.src.models.functional");

  private static final String SHAPE = "batch_input_shape";

  private Models() {}

  /** Returns an object's config; before Keras 2.2.3 a Sequential's was the bare list of layers. */
  static Map<String, @Nullable Object> config(String className, @Nullable Object given) {
    Map<String, @Nullable Object> config = Maps.copy(given);
    if (given instanceof List<?> && className.equals("Sequential")) {
      config.put("layers", given);
    }
    return config;
  }

  /** Gives a model's config what the layers inside will lose, and returns the class's name. */
  static String prepare(String className, Map<String, @Nullable Object> config) {
    if (className.equals("Sequential")) {
      List<?> stack = Maps.list(config.get("layers"));
      if (Keras1Stacks.merges(stack)) {
        config.putAll(Keras1Stacks.graph(stack));
        return "Functional";
      }
      addInput(config);
    }
    boolean graph = config.containsKey("input_layers") && config.containsKey("output_layers");
    return graph && (className.equals("Model") || className.equals("Container"))
        ? "Functional"
        : className;
  }

  /** A first layer that knows its input's shape stands for an InputLayer in front of it. */
  private static void addInput(Map<String, @Nullable Object> config) {
    List<?> layers = Maps.list(config.get("layers"));
    if (layers.isEmpty() || !(layers.get(0) instanceof Map<?, ?> first)) {
      return;
    }
    Map<?, ?> known = Maps.config(first);
    Object shape = known.get(SHAPE);
    if (shape == null && "Bidirectional".equals(first.get("class_name"))) {
      shape = Maps.config(known.get("layer")).get(SHAPE);
    }
    if (shape == null || "InputLayer".equals(first.get("class_name"))) {
      return;
    }
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    input.put("batch_shape", shape);
    Object dtype = known.get("input_dtype") == null ? known.get("dtype") : known.get("input_dtype");
    input.put("dtype", dtype instanceof String name ? computed(name) : "float32");
    input.put("name", Maps.name(first) + "_input");
    List<@Nullable Object> all = new ArrayList<>(layers);
    all.add(0, ObjectUpgrades.spec(Kind.LAYER.module, "InputLayer", input));
    config.put("layers", all);
  }

  private static String computed(String policy) {
    return policy.startsWith("mixed_") ? policy.substring("mixed_".length()) : policy;
  }
}
