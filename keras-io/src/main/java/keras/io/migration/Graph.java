package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a functional model's layers: Keras 3 writes arguments with tensors in them, tf_keras
 * a list of {@code [layer, call, output, other arguments]} for each call, which Keras 3 reads too.
 *
 * <p>A model inside the model comes with one call of its own in tf_keras, which counts.
 *
 * <p>Keras: {@code tf_keras/src/engine/functional.py}, {@code keras/src/models/functional.py}.
 */
final class Graph {
  private final Set<String> models = new LinkedHashSet<>();
  private final Target target;

  private Graph(Target target) {
    this.target = target;
  }

  /**
   * Turns the calls, the inputs and the outputs in a functional model's config into lists.
   *
   * @param obstacle told of calls that cannot be lists
   */
  static void convert(
      Map<String, @Nullable Object> config, Target target, Consumer<String> obstacle) {
    Graph graph = new Graph(target);
    List<Map<String, @Nullable Object>> layers = layers(config);
    for (Map<String, @Nullable Object> layer : layers) {
      if (isModelWithInput(layer)) {
        graph.models.add(String.valueOf(layer.get("name")));
      }
    }
    for (Map<String, @Nullable Object> layer : layers) {
      if (LegacyReader.isOperation(layer)) {
        continue; // Keras 3's alone, which was said
      }
      List<@Nullable Object> calls = new ArrayList<>();
      for (Object call : list(layer.get("inbound_nodes"))) {
        try {
          calls.add(new Call(layer, call).list(history -> graph.triple(history, Set.of())));
        } catch (UnsupportedOperationException e) {
          obstacle.accept(String.valueOf(e.getMessage()));
        }
      }
      layer.put("inbound_nodes", calls);
    }
    Set<String> counted = functional(layers);
    config.put("input_layers", graph.ends(config.get("input_layers"), counted));
    config.put("output_layers", graph.ends(config.get("output_layers"), counted));
  }

  /**
   * Takes the list off the single inputs and outputs of the functional models in a Sequential's
   * config: called on one tensor, Keras 3 will have none there, and tf_keras does not mind.
   */
  static void bareEnds(Map<String, @Nullable Object> sequential, Target target) {
    for (Map<String, @Nullable Object> layer : layers(sequential)) {
      if (target == Target.PORTABLE && layer.get("config") instanceof Map<?, ?> config) {
        for (String key : List.of("input_layers", "output_layers")) {
          if (config.get(key) instanceof List<?> ends && ends.size() == 1) {
            FromKeras3.map(config).put(key, ends.get(0));
          }
        }
      }
    }
  }

  /** Whether a layer is called with more than its inputs, such as a first state. */
  static boolean hasOtherArguments(Map<String, @Nullable Object> config) {
    return layers(config).stream()
        .filter(layer -> !LegacyReader.isOperation(layer) && !TfOperations.isFunction(layer))
        .anyMatch(
            layer ->
                list(layer.get("inbound_nodes")).stream()
                    .anyMatch(call -> new Call(layer, call).hasOtherArguments()));
  }

  /** Returns the names of the models that stand inside, among the layers of a functional model. */
  static List<String> inner(Map<String, @Nullable Object> config) {
    return layers(config).stream()
        .filter(Graph::isModelWithInput)
        .map(l -> String.valueOf(l.get("name")))
        .toList();
  }

  /** Keras 3 counts the calls of a Functional from 1 where the outer model ends, and only there. */
  private static Set<String> functional(List<Map<String, @Nullable Object>> layers) {
    Set<String> names = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> layer : layers) {
      if (isModelWithInput(layer) && !"Sequential".equals(layer.get("class_name"))) {
        names.add(String.valueOf(layer.get("name")));
      }
    }
    return names;
  }

  private static boolean isModelWithInput(Map<String, @Nullable Object> layer) {
    return Rows.isModel(layer)
        && layer.get("config") instanceof Map<?, ?> config
        && config.get("layers") instanceof List<?> layers
        && !layers.isEmpty()
        && layers.get(0) instanceof Map<?, ?> first
        && "InputLayer".equals(first.get("class_name"));
  }

  /** Keras 3 writes one end without a list around it; tf_keras always has the list. */
  private Object ends(@Nullable Object ends, Set<String> counted) {
    if (ends instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> named = Maps.copy(map);
      named.replaceAll((name, end) -> triple(list(end), counted));
      return named;
    }
    List<@Nullable Object> out = new ArrayList<>();
    triples(ends).forEach(end -> out.add(triple(end, counted)));
    return out;
  }

  private List<@Nullable Object> triple(List<?> history, Set<String> counted) {
    String name = String.valueOf(history.get(0));
    int call = ((Number) list(history).get(1)).intValue();
    boolean shifts = target == Target.TF_KERAS && models.contains(name) && !counted.contains(name);
    List<@Nullable Object> out = new ArrayList<>();
    out.add(name);
    out.add(shifts ? call + 1 : call);
    out.add(history.get(2));
    return out;
  }

  private static List<List<?>> triples(@Nullable Object ends) {
    List<?> all = list(ends);
    if (all.size() == 3 && all.get(0) instanceof String) {
      return List.of(all);
    }
    List<List<?>> out = new ArrayList<>();
    all.forEach(end -> out.add(list(end)));
    return out;
  }

  @SuppressWarnings("unchecked") // the maps of a conversion are its own, with string keys
  private static List<Map<String, @Nullable Object>> layers(Map<String, @Nullable Object> config) {
    List<Map<String, @Nullable Object>> out = new ArrayList<>();
    for (Object layer : list(config.get("layers"))) {
      out.add((Map<String, @Nullable Object>) layer);
    }
    return out;
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> l) {
      return l;
    }
    throw new IllegalArgumentException("Expected a list. Received: %s.".formatted(Shown.of(value)));
  }
}
