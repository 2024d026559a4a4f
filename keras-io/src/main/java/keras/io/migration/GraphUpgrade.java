package keras.io.migration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a functional model, from the lists of older Kerases to the calls of Keras 3.
 *
 * <p>In Keras 1 and 2 a model inside the model comes with one call of its own, so that its calls in
 * the outer model count from 1. In Keras 3 they count from 0, except that a Functional's count from
 * 1 where the outer model's outputs are named.
 *
 * <p>Keras: {@code tf_keras/src/engine/functional.py}, {@code keras/src/models/functional.py}.
 */
final class GraphUpgrade {
  private final Map<String, Map<String, @Nullable Object>> layers = new LinkedHashMap<>();
  private final Consumer<String> problems;

  private GraphUpgrade(Consumer<String> problems) {
    this.problems = problems;
  }

  /** Changes a model's config, whose layers are upgraded and are maps of their own. */
  static void upgrade(Map<String, @Nullable Object> config, Consumer<String> problems) {
    LayerNames.upgrade(config);
    if (config.containsKey("input_layers")) {
      new GraphUpgrade(problems).graph(config);
    }
  }

  @SuppressWarnings("unchecked") // upgraded layers are maps with string keys
  private void graph(Map<String, @Nullable Object> config) {
    for (Object layer : Maps.list(config.get("layers"))) {
      if (layer instanceof Map<?, ?> spec) {
        layers.put(LayerNames.of(spec), (Map<String, @Nullable Object>) spec);
      }
    }
    boolean old = false;
    for (Map<String, @Nullable Object> layer : layers.values()) {
      List<@Nullable Object> calls = new ArrayList<>();
      for (Object call : Maps.list(layer.get("inbound_nodes"))) {
        boolean byName = call instanceof Map<?, ?> map && !map.containsKey("args");
        old |= byName || call instanceof List<?>;
        OldCall reader = new OldCall(layer, problems);
        calls.add(
            byName
                ? reader.upgrade(Maps.copy(call))
                : call instanceof List<?> list ? reader.upgrade(list) : call);
      }
      layer.put("inbound_nodes", calls);
      TfNodes.upgrade(layer);
      TfOperations.upgrade(layer);
    }
    for (String key : List.of("input_layers", "output_layers")) {
      config.put(key, ends(config.get(key)));
    }
    if (old) {
      layers.forEach((name, layer) -> countFromZero(name, layer, config));
    }
  }

  /** Lists the ends, whether they were one or a list; those by name stay so. */
  private static Object ends(@Nullable Object ends) {
    if (ends instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> named = Maps.copy(map);
      named.replaceAll((name, end) -> Maps.list(ends(end)).get(0));
      return named;
    }
    List<@Nullable Object> out = new ArrayList<>();
    if (ends instanceof List<?> one
        && one.size() >= 3
        && one.get(0) instanceof String
        && one.get(1) instanceof Number) {
      out.add(new ArrayList<>(one.subList(0, 3)));
    } else {
      Maps.list(ends).forEach(end -> out.addAll(Maps.list(ends(end))));
    }
    return out;
  }

  /**
   * Counts the calls of an inner model as Keras 3 does. Files differ in where they start, so the
   * lowest number that is used decides.
   */
  private void countFromZero(
      String name, Map<String, @Nullable Object> layer, Map<String, @Nullable Object> config) {
    if (!(Maps.config(layer).get("layers") instanceof List<?>)) {
      return;
    }
    int[] lowest = {Integer.MAX_VALUE};
    UnaryOperator<Integer> look =
        call -> {
          lowest[0] = Math.min(lowest[0], call);
          return call;
        };
    renumber(name, config, look, look);
    int first = lowest[0] == Integer.MAX_VALUE ? 0 : Math.min(1, lowest[0]);
    int end = "Functional".equals(layer.get("class_name")) ? 1 : 0;
    renumber(name, config, call -> call - first, call -> call - first + end);
  }

  private void renumber(
      String name,
      Map<String, @Nullable Object> config,
      UnaryOperator<Integer> inside,
      UnaryOperator<Integer> atEnd) {
    layers.values().forEach(l -> histories(l.get("inbound_nodes"), h -> number(h, name, inside)));
    for (String key : List.of("input_layers", "output_layers")) {
      Object ends = config.get(key);
      Collection<?> all = ends instanceof Map<?, ?> map ? map.values() : Maps.list(ends);
      all.forEach(end -> number(end, name, atEnd));
    }
  }

  private static void histories(@Nullable Object json, Consumer<@Nullable Object> visit) {
    if (json instanceof List<?> list) {
      list.forEach(x -> histories(x, visit));
    } else if (json instanceof Map<?, ?> map) {
      if ("__keras_tensor__".equals(map.get("class_name"))) {
        visit.accept(Maps.config(map).get("keras_history"));
      } else {
        map.values().forEach(x -> histories(x, visit));
      }
    }
  }

  @SuppressWarnings("unchecked") // histories are lists of this conversion's own
  private static void number(@Nullable Object history, String name, UnaryOperator<Integer> change) {
    if (history instanceof List<?> h && name.equals(h.get(0)) && h.get(1) instanceof Number call) {
      ((List<Object>) h).set(1, change.apply(call.intValue()));
    }
  }
}
