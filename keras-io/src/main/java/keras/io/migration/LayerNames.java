package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of layers with slashes, which Keras 2 allows and Keras 3 does not: they get underscores.
 */
final class LayerNames {
  private LayerNames() {}

  /** Returns the name of a layer in its model. */
  static String of(Map<?, ?> spec) {
    Object name = spec.get("name");
    return name instanceof String s ? s : Maps.name(spec);
  }

  /** Returns the name that a layer has in Keras 3, for that of a file. */
  static String upgrade(String name) {
    return name.replace('/', '_');
  }

  /** Gives a layer that stands alone, a model or the inside of a wrapper, a name of Keras 3. */
  @SuppressWarnings("unchecked") // upgraded layers have configs with string keys
  static void plain(Map<String, @Nullable Object> layer) {
    if (layer.get("config") instanceof Map<?, ?> config) {
      ((Map<String, @Nullable Object>) config)
          .computeIfPresent("name", (k, v) -> upgrade(String.valueOf(v)));
    }
  }

  /** Renames a model's layers and wherever the graph names them. */
  static void upgrade(Map<String, @Nullable Object> model) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> used = new LinkedHashSet<>();
    List<?> layers = Maps.list(model.get("layers"));
    layers.forEach(l -> used.add(of(Maps.copy(l))));
    for (String name : new ArrayList<>(used)) {
      if (name.indexOf('/') >= 0) {
        String plain = upgrade(name);
        while (!used.add(plain)) {
          plain += "_";
        }
        names.put(name, plain);
      }
    }
    if (!names.isEmpty()) {
      layers.forEach(l -> rename(l, names));
      for (String key : List.of("input_layers", "output_layers")) {
        model.computeIfPresent(key, (k, ends) -> renamed(ends, names));
      }
    }
  }

  @SuppressWarnings("unchecked") // upgraded layers are maps with string keys
  private static void rename(@Nullable Object layer, Map<String, String> names) {
    if (layer instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> spec = (Map<String, @Nullable Object>) map;
      spec.computeIfPresent("name", (k, v) -> renamed(v, names));
      spec.computeIfPresent("inbound_nodes", (k, v) -> renamed(v, names));
      if (spec.get("config") instanceof Map<?, ?> config) {
        ((Map<String, @Nullable Object>) config)
            .computeIfPresent("name", (k, v) -> renamed(v, names));
      }
    }
  }

  private static @Nullable Object renamed(@Nullable Object json, Map<String, String> names) {
    if (json instanceof String name) {
      return names.getOrDefault(name, name);
    } else if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(renamed(x, names)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = Maps.copy(map);
      out.replaceAll((k, v) -> renamed(v, names));
      return out;
    }
    return json;
  }
}
