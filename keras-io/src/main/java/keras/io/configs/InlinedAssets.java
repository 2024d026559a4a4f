package keras.io.configs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Assets;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * Configs for files that have no place for assets: what a layer keeps in files of its own, as a
 * vocabulary, stands in its config. Keras would lose it there.
 */
public final class InlinedAssets {
  private InlinedAssets() {}

  /** Returns the config of a layer or a model with all that it and the layers inside know. */
  public static Map<String, @Nullable Object> serialize(Layer of) {
    Map<String, Map<String, Object>> known = new HashMap<>();
    Set<Object> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Layer layer : of.flattened()) {
      if (layer instanceof Assets) {
        parts.addAll(layer.children().values()); // which the config of the layer tells
      }
      Map<String, Object> inlined =
          layer instanceof Assets assets && !parts.contains(layer) ? assets.inlined() : Map.of();
      if (!inlined.isEmpty()) {
        String key = key(layer.getClass().getSimpleName(), layer.name());
        Map<String, Object> before = known.put(key, inlined);
        if (before != null && !before.equals(inlined)) {
          throw new UnsupportedOperationException(
              "%s: two layers are called '%s' and have other vocabularies, which this format cannot tell apart. Give them other names, or save the model as .keras."
                  .formatted(of, layer.name()));
        }
      }
    }
    Map<String, @Nullable Object> spec = Configs.serialize(of);
    return known.isEmpty() ? spec : copy(spec, known);
  }

  private static String key(@Nullable Object className, @Nullable Object name) {
    return className + "/" + name;
  }

  private static Map<String, @Nullable Object> copy(
      Map<?, ?> spec, Map<String, Map<String, Object>> known) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    spec.forEach((k, v) -> out.put(String.valueOf(k), value(v, known)));
    if (out.get("config") instanceof Map<?, ?> config) {
      Map<String, Object> more = known.get(key(out.get("class_name"), config.get("name")));
      if (more != null) {
        Map<String, @Nullable Object> whole = copy(config, known);
        whole.putAll(more);
        out.put("config", whole);
      }
    }
    return out;
  }

  private static @Nullable Object value(
      @Nullable Object v, Map<String, Map<String, Object>> known) {
    if (v instanceof Map<?, ?> map) {
      return copy(map, known);
    }
    if (v instanceof List<?> list
        && list.stream().anyMatch(e -> e instanceof Collection || e instanceof Map)) {
      return list.stream()
          .map(e -> value(e, known))
          .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
    return v;
  }
}
