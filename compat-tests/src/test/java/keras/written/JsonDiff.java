package keras.written;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where two JSON values differ, a line each; the order of keys does not count. */
final class JsonDiff {
  private final List<String> lines = new ArrayList<>();

  private JsonDiff() {}

  /** Returns lines such as {@code $.config.layers[0].axis: expected [1]. Received: -1.}. */
  static List<String> of(@Nullable Object expected, @Nullable Object received) {
    JsonDiff diff = new JsonDiff();
    diff.compare("$", expected, received);
    return diff.lines;
  }

  private void compare(String at, @Nullable Object expected, @Nullable Object received) {
    if (expected instanceof Map<?, ?> a && received instanceof Map<?, ?> b) {
      Set<Object> keys = new LinkedHashSet<>(a.keySet());
      keys.addAll(b.keySet());
      for (Object key : keys) {
        if (a.containsKey(key) && b.containsKey(key)) {
          compare(at + "." + key, a.get(key), b.get(key));
        } else {
          String which = a.containsKey(key) ? "expected" : "not expected";
          Object value = a.containsKey(key) ? a.get(key) : b.get(key);
          lines.add("%s.%s: %s: %s.".formatted(at, key, which, value));
        }
      }
    } else if (expected instanceof List<?> a
        && received instanceof List<?> b
        && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        compare(at + "[" + i + "]", a.get(i), b.get(i));
      }
    } else if (!same(expected, received)) {
      lines.add("%s: expected %s. Received: %s.".formatted(at, expected, received));
    }
  }

  /** tf_keras keeps some numbers as float32, which widened differ from what was given. */
  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.floatValue() == y.floatValue();
    }
    return Objects.equals(a, b);
  }
}
