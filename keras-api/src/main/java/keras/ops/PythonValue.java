package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as Python's signatures spell them: {@code None}, {@code 1e-05}, {@code 'valid'}; a
 * semicolon parts the items of a tuple.
 */
final class PythonValue {
  private PythonValue() {}

  /** Returns the value of a literal: null, a boolean, a number, a text, or a list of those. */
  static @Nullable Object of(String literal) {
    if (literal.equals("None")) {
      return null;
    } else if (literal.equals("True") || literal.equals("False")) {
      return literal.equals("True");
    } else if (literal.startsWith("'")) {
      return literal.substring(1, literal.length() - 1);
    } else if (literal.startsWith("(")) {
      List<@Nullable Object> out = new ArrayList<>();
      for (String item : literal.substring(1, literal.length() - 1).split(";", -1)) {
        out.add(of(item.strip()));
      }
      return out;
    }
    return literal.matches("-?[0-9]+")
        ? (Object) Integer.valueOf(literal)
        : Double.valueOf(literal);
  }

  /** Whether two values are the same in Python: {@code 1 == 1.0}. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    return (a instanceof Number x && b instanceof Number y)
        ? x.doubleValue() == y.doubleValue()
        : Objects.equals(a, b);
  }

  /** Spells a value. */
  static String show(@Nullable Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof Boolean b) {
      return b ? "True" : "False";
    }
    if (value instanceof Double number && String.valueOf(number).contains("E-")) {
      String[] parts = String.valueOf(number).split("E-", 2);
      String power = parts[1].length() < 2 ? "0" + parts[1] : parts[1];
      return parts[0].replaceFirst("\\.0$", "") + "e-" + power;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PythonValue::show).collect(Collectors.joining(", ", "(", ")"));
    }
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  /** Takes the tuples of configs as the lists that they are. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map
        && "__tuple__".equals(map.get("class_name"))
        && map.get("items") instanceof List<?> items) {
      return plain(items);
    } else if (value instanceof Map<?, ?> map
        && "__tuple__".equals(map.get("class_name"))
        && map.get("config") instanceof Map<?, ?> config
        && config.get("value") instanceof List<?> items) {
      return plain(items);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(plain(v)));
      return out;
    }
    return value;
  }
}
