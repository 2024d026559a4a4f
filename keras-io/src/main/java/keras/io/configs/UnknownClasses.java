package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a config names and nobody here has, all of them, with the layers they are in.
 */
public final class UnknownClasses {
  /** Values that look like objects. */
  private static final Set<String> VALUES =
      Set.of("__keras_tensor__", "__numpy__", "__tensor__", "__typespec__", "function");

  /** What Keras 3 makes of a lambda: marshalled code. */
  private static final String BYTECODE = "__lambda__";

  private final CustomObjects custom;
  private final Map<String, Set<String>> layersByClass = new LinkedHashMap<>();

  private UnknownClasses(CustomObjects custom) {
    this.custom = custom;
  }

  /** Finds them in a config of Keras 3. */
  public static UnknownClasses of(Map<String, ?> config, CustomObjects custom) {
    UnknownClasses unknown = new UnknownClasses(custom);
    unknown.look(config, "");
    return unknown;
  }

  /** Whether every class is known. */
  public boolean isEmpty() {
    return layersByClass.isEmpty();
  }

  /** Returns the names of the classes, in the order of the config. */
  public List<String> names() {
    return List.copyOf(layersByClass.keySet());
  }

  /** Says which they are, where, and what to do about it, a sentence each. */
  public List<String> sentences() {
    List<String> out = new ArrayList<>();
    layersByClass.forEach(
        (name, layers) -> {
          String where =
              layers.isEmpty()
                  ? ""
                  : " (%s %s)"
                      .formatted(
                          layers.size() == 1 ? "layer" : "layers", String.join(", ", layers));
          out.add(
              name.equals(BYTECODE)
                  ? "Python bytecode%s is never run.".formatted(where)
                  : KerasLayers.has(name)
                      ? "%s%s is not supported yet.".formatted(name, where)
                      : "%s%s is not known; if it is yours, add CustomObjects.of(%s.class)."
                          .formatted(name, where, javaName(name)));
        });
    return out;
  }

  private static String javaName(String name) {
    return name.replaceAll("[^A-Za-z0-9_$]", "");
  }

  private void look(@Nullable Object json, String layer) {
    if (json instanceof List<?> list) {
      list.forEach(x -> look(x, layer));
    } else if (json instanceof Map<?, ?> map) {
      String at = layer;
      if (map.get("class_name") instanceof String name
          && map.get("config") instanceof Map<?, ?> c) {
        if (VALUES.contains(name)) {
          return;
        }
        at = c.get("name") instanceof String own && isLayer(map) ? "'" + own + "'" : layer;
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        map.forEach((k, v) -> spec.put(String.valueOf(k), v));
        if (!isMask(spec) && !Configs.isKnown(spec, custom)) {
          Set<String> layers = layersByClass.computeIfAbsent(name, k -> new LinkedHashSet<>());
          if (!at.isEmpty()) {
            layers.add(at);
          }
        }
      }
      for (Map.Entry<?, ?> e : map.entrySet()) {
        if (!"inbound_nodes".equals(e.getKey()) && !"build_config".equals(e.getKey())) {
          look(e.getValue(), at);
        }
      }
    }
  }

  private static boolean isLayer(Map<?, ?> spec) {
    return spec.get("module") instanceof String m
        && (m.equals("keras.layers") || m.startsWith("keras.src.") || m.equals("keras"));
  }

  /**
   * Layers make their masks themselves, so that the operations Keras 3 writes for them are void.
   */
  private static boolean isMask(Map<?, ?> spec) {
    return "keras.src.ops.numpy".equals(spec.get("module"))
        && "NotEqual".equals(spec.get("class_name"));
  }
}
