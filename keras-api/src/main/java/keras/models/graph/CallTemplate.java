package keras.models.graph;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call as a config of Keras 3 has them, tensors and other values.
 *
 * @param args those by place
 * @param kwargs those by name
 */
record CallTemplate(List<?> args, Map<?, ?> kwargs) {
  /** Reads a call; null where it is not in Keras 3's form. */
  static @Nullable CallTemplate of(@Nullable Object call) {
    return call instanceof Map<?, ?> map && map.get("args") instanceof List<?> args
        ? new CallTemplate(args, map.get("kwargs") instanceof Map<?, ?> kwargs ? kwargs : Map.of())
        : null;
  }

  /** Returns where the tensors come from: {@code [layer, call, output]}, in order. */
  List<List<?>> histories() {
    List<List<?>> found = new ArrayList<>();
    collect(args, found);
    collect(kwargs, found);
    return found;
  }

  private static void collect(@Nullable Object value, List<List<?>> found) {
    List<?> history = history(value);
    if (history != null) {
      found.add(history);
    } else if (value instanceof List<?> list) {
      list.forEach(x -> collect(x, found));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(x -> collect(x, found));
    }
  }

  private static @Nullable List<?> history(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && "__keras_tensor__".equals(map.get("class_name"))
            && map.get("config") instanceof Map<?, ?> config
            && config.get("keras_history") instanceof List<?> history
        ? history
        : null;
  }

  /** Returns the call with other things in the places of its tensors. */
  Map<String, Object> with(List<?> tensors) {
    Iterator<?> next = tensors.iterator();
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("args", Objects.requireNonNull(replaced(args, next)));
    call.put("kwargs", Objects.requireNonNull(replaced(kwargs, next)));
    return call;
  }

  private static @Nullable Object replaced(@Nullable Object value, Iterator<?> next) {
    if (history(value) != null) {
      return next.next();
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(replaced(x, next)));
      return out;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), replaced(v, next)));
      return out;
    }
    return value;
  }
}
