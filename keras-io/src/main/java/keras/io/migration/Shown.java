package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as Python shows them, for messages. */
final class Shown {
  private static final int MOST = 200;

  private Shown() {}

  static String of(@Nullable Object value) {
    String text = text(value);
    return text.length() > MOST ? text.substring(0, MOST) + "…" : text;
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof Boolean b) {
      return b ? "True" : "False";
    } else if (value instanceof String s) {
      return "'" + s + "'";
    } else if (value instanceof List<?> l) {
      return "[" + String.join(", ", l.stream().map(Shown::text).toList()) + "]";
    } else if (value instanceof Map<?, ?> m) {
      return "{"
          + String.join(
              ", ",
              m.entrySet().stream().map(e -> text(e.getKey()) + ": " + text(e.getValue())).toList())
          + "}";
    }
    return value.toString();
  }
}
