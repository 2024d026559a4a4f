package keras.golden;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a config with the one Keras wrote: what stands in ours stands in Keras', with the same
 * value. Keras' own may hold more, such as arguments that this library holds at their default.
 */
public final class ConfigComparison {
  private final List<String> differences = new ArrayList<>();

  private ConfigComparison() {}

  /** Fails with the list of what differs. */
  public static void check(String what, @Nullable Object keras, @Nullable Object ours) {
    ConfigComparison comparison = new ConfigComparison();
    comparison.compare("", keras, ours);
    if (!comparison.differences.isEmpty()) {
      fail(what + ":\n  " + String.join("\n  ", comparison.differences));
    }
  }

  private void compare(String at, @Nullable Object keras, @Nullable Object ours) {
    if (ours instanceof Map<?, ?> mine && keras instanceof Map<?, ?> theirs) {
      Set<Object> keys = new LinkedHashSet<>(mine.keySet());
      for (Object key : keys) {
        if (theirs.containsKey(key)) {
          compare(at + "/" + key, theirs.get(key), mine.get(key));
        } else {
          differences.add(at + "/" + key + ": Keras has no such key.");
        }
      }
    } else if (ours instanceof List<?> mine
        && keras instanceof List<?> theirs
        && mine.size() == theirs.size()) {
      for (int i = 0; i < mine.size(); i++) {
        compare(at + "/" + i, theirs.get(i), mine.get(i));
      }
    } else if (!same(keras, ours)) {
      differences.add("%s: expected %s. Received: %s.".formatted(at, keras, ours));
    }
  }

  private static boolean same(@Nullable Object keras, @Nullable Object ours) {
    if (keras instanceof Number a && ours instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return keras == null ? ours == null : keras.equals(ours);
  }
}
