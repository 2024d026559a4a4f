package keras.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shortens configs to what people want to see of them. */
final class Inbound {
  private Inbound() {}

  /** Returns the names of the layers whose outputs a layer takes. */
  static Set<String> names(@Nullable Object inboundNodes) {
    Set<String> names = new LinkedHashSet<>();
    collect(inboundNodes, names);
    return names;
  }

  private static void collect(@Nullable Object value, Set<String> names) {
    if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, names));
    } else if (value instanceof Map<?, ?> map) {
      if (map.get("keras_history") instanceof List<?> history && !history.isEmpty()) {
        names.add(String.valueOf(history.get(0)));
      } else {
        map.values().forEach(item -> collect(item, names));
      }
    }
  }

  /** Returns a config in a few words: the class of an object with its own arguments. */
  static String brief(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(brief(item)));
      return items.toString();
    } else if (value instanceof Map<?, ?> map) {
      List<String> items = new ArrayList<>();
      boolean isObject = map.get("class_name") != null;
      Map<?, ?> shown = isObject && map.get("config") instanceof Map<?, ?> config ? config : map;
      shown.forEach(
          (key, item) -> {
            if (item != null) {
              items.add(key + "=" + brief(item));
            }
          });
      return (isObject ? String.valueOf(map.get("class_name")) : "")
          + "("
          + String.join(", ", items)
          + ")";
    }
    return String.valueOf(value);
  }
}
