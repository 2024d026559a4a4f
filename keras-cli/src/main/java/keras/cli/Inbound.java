package keras.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shortens configs to what people want to see of them. */
final class Inbound {
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of("name", "trainable", "dtype", "layers", "input_layers", "output_layers");

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

  /**
   * Returns the plain arguments of a layer, in one line: numbers, words, and lists of them. Those
   * that every layer has are left out, and so is null.
   */
  static String arguments(Map<?, ?> config) {
    List<String> shown = new ArrayList<>();
    config.forEach(
        (key, value) -> {
          if (value != null && isPlain(value) && !SHOWN_ELSEWHERE.contains(key)) {
            shown.add(key + "=" + value);
          }
        });
    return String.join(", ", shown);
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().allMatch(Inbound::isPlain)
        : !(value instanceof Map<?, ?>);
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
