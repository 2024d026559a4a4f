package keras.ops;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one call of {@link Ops}, by Keras' names. */
public final class OpCall {
  private final Map<String, @Nullable Object> given = new LinkedHashMap<>();

  OpCall() {}

  /**
   * Gives an argument.
   *
   * @param value a tensor, a number, a boolean, a text, a list of those; {@code int[]} and {@code
   *     long[]} are lists; an array of floats or doubles, of any rank, is an array of NumPy's; null
   *     is None
   */
  public OpCall with(String name, @Nullable Object value) {
    if (given.containsKey(name)) {
      throw new IllegalArgumentException("Ops: `%s` is given twice.".formatted(name));
    }
    given.put(name, of(value));
    return this;
  }

  Map<String, @Nullable Object> given() {
    return given;
  }

  private static @Nullable Object of(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(of(v)));
      return out;
    }
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    Class<?> element = value.getClass();
    while (element.getComponentType() != null) {
      element = element.getComponentType();
    }
    List<@Nullable Object> items = items(value);
    if (element != float.class && element != double.class) {
      return items;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("value", items);
    config.put("dtype", element == float.class ? "float32" : "float64");
    Map<String, @Nullable Object> array = new LinkedHashMap<>();
    array.put("class_name", "__numpy__");
    array.put("config", config);
    return array;
  }

  private static List<@Nullable Object> items(Object array) {
    List<@Nullable Object> out = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object item = Array.get(array, i);
      if (item != null && item.getClass().isArray()) {
        out.add(items(item));
      } else {
        out.add(item instanceof Float f ? Double.valueOf(f) : item);
      }
    }
    return out;
  }
}
