package keras.io.configs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of layers a config asks for. A model that calls another twice, which calls another
 * twice, and so on, doubles the work with every few lines of text.
 */
final class Expansion {
  /** More than any model of layers has; Keras' own have less than two thousand. */
  private static final long MOST_CALLS = 20_000;

  private Expansion() {}

  /** Refuses a model in Keras 3's form that asks for more calls than anyone could want. */
  static void check(Map<String, ?> model, ConfigSource source) {
    if (calls(model) > MOST_CALLS) {
      throw source.error(
          "its models call each other so often that there are more than %d calls of layers, as in a decompression bomb."
              .formatted(MOST_CALLS));
    }
  }

  /** Returns the number of calls within a layer or a part of its config, or just too many. */
  private static long calls(@Nullable Object json) {
    long sum = 0;
    if (json instanceof List<?> list) {
      for (Object item : list) {
        sum = sum(sum, calls(item));
      }
    } else if (json instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if ("layers".equals(entry.getKey()) && entry.getValue() instanceof List<?> layers) {
          for (Object layer : layers) {
            sum = sum(sum, Math.max(nodes(layer), calls(layer)));
          }
        } else if (!"inbound_nodes".equals(entry.getKey())) {
          sum = sum(sum, calls(entry.getValue()));
        }
      }
      sum *= nodes(map);
    }
    return Math.min(sum, MOST_CALLS + 1);
  }

  private static long nodes(@Nullable Object layer) {
    return layer instanceof Map<?, ?> map && map.get("inbound_nodes") instanceof List<?> nodes
        ? Math.max(1, nodes.size())
        : 1;
  }

  private static long sum(long a, long b) {
    return Math.min(a + b, MOST_CALLS + 1);
  }
}
