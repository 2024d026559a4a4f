package keras.data;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and lists of Java's number objects ({@code Float[][]}, {@code List<Integer>}), and lists
 * of strings.
 */
final class BoxedArrays {
  private static final Map<Class<?>, Class<?>> PRIMITIVES =
      Map.ofEntries(
          entry(Float.class, float.class),
          entry(Double.class, double.class),
          entry(Integer.class, int.class),
          entry(Long.class, long.class),
          entry(Short.class, short.class),
          entry(Byte.class, byte.class),
          entry(Boolean.class, boolean.class));

  private BoxedArrays() {}

  private static Entry<Class<?>, Class<?>> entry(Class<?> boxed, Class<?> primitive) {
    return Map.entry(boxed, primitive);
  }

  /** Whether a list holds numbers, booleans or strings alone, and so is one array. */
  static boolean isNumbers(Collection<?> list) {
    return !list.isEmpty()
        && list.stream().allMatch(e -> e != null && (isBoxed(e.getClass()) || e instanceof String));
  }

  private static boolean isBoxed(Class<?> c) {
    return PRIMITIVES.containsKey(c);
  }

  /**
   * Returns the nested primitive array with the same elements; null where {@code data} is neither a
   * nested array of number objects nor a list of them, or of strings.
   */
  static @Nullable Object unboxed(String name, Object data) {
    if (data instanceof Collection<?> list) {
      return isNumbers(list) ? unboxedList(name, List.copyOf(list)) : null;
    }
    Class<?> leaf = data.getClass();
    while (leaf.isArray()) {
      leaf = leaf.getComponentType();
    }
    Class<?> primitive = PRIMITIVES.get(leaf);
    return data.getClass().isArray() && primitive != null ? copy(name, data, primitive) : null;
  }

  private static Object unboxedList(String name, List<?> list) {
    Class<?> type = list.get(0).getClass();
    Object out = Array.newInstance(primitive(type), list.size());
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).getClass() != type) {
        throw new IllegalArgumentException(
            "%s: expected numbers of one type in a list. Received: %s at 0 and %s at %d."
                .formatted(name, type.getSimpleName(), list.get(i).getClass().getSimpleName(), i));
      }
      Array.set(out, i, list.get(i));
    }
    return out;
  }

  private static Class<?> primitive(Class<?> boxed) {
    if (boxed == String.class) {
      return boxed;
    }
    Class<?> primitive = PRIMITIVES.get(boxed);
    if (primitive == null) {
      throw new IllegalArgumentException("Not a class of numbers: " + boxed + ".");
    }
    return primitive;
  }

  private static Object copy(String path, Object from, Class<?> primitive) {
    int n = Array.getLength(from);
    boolean numbers = isBoxed(from.getClass().getComponentType());
    Object to = Array.newInstance(numbers ? primitive : like(from, primitive), n);
    for (int i = 0; i < n; i++) {
      Object value = Array.get(from, i);
      if (value == null) {
        throw new IllegalArgumentException(
            "%s[%d] is null. Every place needs a number.".formatted(path, i));
      }
      Array.set(to, i, numbers ? value : copy(path + "[" + i + "]", value, primitive));
    }
    return to;
  }

  /** Returns the class of the rows, with the primitive at their end. */
  private static Class<?> like(Object array, Class<?> primitive) {
    Class<?> rows = primitive;
    for (Class<?> c = array.getClass().getComponentType(); c.isArray(); c = c.getComponentType()) {
      rows = rows.arrayType();
    }
    return rows;
  }
}
