package keras.io.migration;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What distinguishes an upgraded config from the one that Keras 3 wrote for the same model. */
final class ConfigDifferences {
  /** What a layer was built on, which the graph says too. */
  private static final String BUILDS = "build_config";

  private final Set<String> found = new TreeSet<>();

  static Set<String> between(Map<?, ?> upgraded, Map<?, ?> keras3) {
    ConfigDifferences differences = new ConfigDifferences();
    differences.compare("", upgraded, keras3);
    return differences.found;
  }

  private void compare(String path, @Nullable Object upgraded, @Nullable Object keras3) {
    Object a = plain(upgraded);
    Object b = plain(keras3);
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      maps(path, x, y);
    } else if (a instanceof List<?> x && b instanceof List<?> y && x.size() == y.size()) {
      for (int i = 0; i < x.size(); i++) {
        compare(path, x.get(i), y.get(i));
      }
    } else if (a instanceof Number x && b instanceof Number y) {
      // tf_keras writes some numbers as float32.
      if ((float) x.doubleValue() != (float) y.doubleValue()) {
        found.add("%s: %s, Keras 3: %s".formatted(path, a, b));
      }
    } else if (!Objects.equals(a, b)) {
      found.add("%s: %s, Keras 3: %s".formatted(path, a, b));
    }
  }

  private void maps(String given, Map<?, ?> x, Map<?, ?> y) {
    String path = given;
    if (x.get("class_name") instanceof String name) {
      path = name;
      if (!name.equals(y.get("class_name"))) {
        found.add("class %s, Keras 3: %s".formatted(name, y.get("class_name")));
        return;
      }
    }
    for (Map.Entry<?, ?> e : x.entrySet()) {
      String key = path + "." + e.getKey();
      if (BUILDS.equals(e.getKey())) {
        continue;
      }
      if (y.containsKey(e.getKey())) {
        compare(key, e.getValue(), y.get(e.getKey()));
      } else {
        found.add("%s=%s, not in Keras 3".formatted(key, e.getValue()));
      }
    }
  }

  /**
   * Forms that mean the same: a policy and its name, a tensor and its history, one end and a list.
   */
  private static @Nullable Object plain(@Nullable Object json) {
    if (json instanceof Map<?, ?> m && m.get("config") instanceof Map<?, ?> config) {
      return switch (String.valueOf(m.get("class_name"))) {
        case "DTypePolicy" -> config.get("name");
        case "__keras_tensor__" -> config.get("keras_history");
        default -> json;
      };
    }
    return json instanceof List<?> l && l.size() == 1 && l.get(0) instanceof List<?> only
        ? plain(only)
        : json;
  }
}
