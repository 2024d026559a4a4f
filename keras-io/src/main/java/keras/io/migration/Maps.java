package keras.io.migration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.config.Configs;
import org.jspecify.annotations.Nullable;

/** Parts of configs, which hold whatever their writer put there. */
final class Maps {
  private Maps() {}

  /** Copies a map, its keys as strings; what it holds is shared. */
  static Map<String, @Nullable Object> copy(@Nullable Object json) {
    return Configs.copy(json instanceof Map<?, ?> map ? map : Map.of());
  }

  /** Returns a list, empty where there is none. */
  static List<?> list(@Nullable Object json) {
    return json instanceof List<?> list ? list : List.of();
  }

  /** Returns the config of an object's spec, empty where there is none. */
  static Map<?, ?> config(@Nullable Object spec) {
    return spec instanceof Map<?, ?> m && m.get("config") instanceof Map<?, ?> config
        ? config
        : Map.of();
  }

  /** Returns a class name in Keras' snake case. */
  static String snake(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** Returns the name of a layer's spec: that of its config, or the one beside it. */
  static String name(Map<?, ?> spec) {
    Object name = config(spec).get("name");
    return String.valueOf(name == null ? spec.get("name") : name);
  }
}
