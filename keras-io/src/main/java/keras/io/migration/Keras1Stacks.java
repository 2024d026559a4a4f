package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras 1's Sequential models that begin by merging other models, as the graphs they are. The inner
 * stacks become part of the graph, since the files hold their layers one by one.
 */
final class Keras1Stacks {
  private final List<@Nullable Object> layers = new ArrayList<>();
  private final List<@Nullable Object> inputs = new ArrayList<>();

  private Keras1Stacks() {}

  /** Whether a Sequential's first layer merges models. */
  static boolean merges(List<?> stack) {
    return !stack.isEmpty()
        && stack.get(0) instanceof Map<?, ?> first
        && (isMerge(first) || (isStack(first) && merges(layersOf(first))));
  }

  /** Returns the config of a functional model that computes what the stack does. */
  static Map<String, @Nullable Object> graph(List<?> stack) {
    Keras1Stacks graph = new Keras1Stacks();
    String last = graph.stack(stack, null);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("layers", graph.layers);
    config.put("input_layers", graph.inputs);
    config.put("output_layers", List.of(tensor(String.valueOf(last))));
    return config;
  }

  private @Nullable String stack(List<?> stack, @Nullable String input) {
    String x = input;
    for (Object layer : stack) {
      Map<?, ?> spec = Maps.copy(layer);
      if (isMerge(spec)) {
        List<String> branches = new ArrayList<>();
        for (Object branch : Maps.list(Maps.config(spec).get("layers"))) {
          branches.add(String.valueOf(stack(List.of(branch), null)));
        }
        x = call(spec, branches);
      } else if (isStack(spec)) {
        x = stack(layersOf(spec), x);
      } else {
        x = call(spec, List.of(x == null ? input(spec) : x));
      }
    }
    return x;
  }

  private String input(Map<?, ?> first) {
    Map<?, ?> known = Maps.config(first);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    String name = Maps.name(first) + "_input";
    config.put("name", name);
    config.put("batch_input_shape", known.get("batch_input_shape"));
    config.put(
        "dtype", known.get("input_dtype") instanceof String dtype ? dtype : (Object) "float32");
    add("InputLayer", name, config, List.of());
    inputs.add(tensor(name));
    return name;
  }

  private String call(Map<?, ?> spec, List<String> from) {
    String name = Maps.name(spec);
    List<Object> tensors = new ArrayList<>();
    from.forEach(f -> tensors.add(tensor(f)));
    add(String.valueOf(spec.get("class_name")), name, Maps.config(spec), List.of(tensors));
    return name;
  }

  private void add(String className, String name, Map<?, ?> config, List<?> calls) {
    Map<String, @Nullable Object> layer = new LinkedHashMap<>();
    layer.put("class_name", className);
    layer.put("name", name);
    layer.put("config", config);
    layer.put("inbound_nodes", calls);
    layers.add(layer);
  }

  private static List<Object> tensor(String layer) {
    return List.of(layer, 0, 0);
  }

  private static boolean isMerge(Map<?, ?> spec) {
    return "Merge".equals(spec.get("class_name")) && Maps.config(spec).containsKey("layers");
  }

  private static boolean isStack(Map<?, ?> spec) {
    return "Sequential".equals(spec.get("class_name"));
  }

  private static List<?> layersOf(Map<?, ?> stack) {
    return stack.get("config") instanceof List<?> layers
        ? layers
        : Maps.list(Maps.config(stack).get("layers"));
  }
}
