package keras.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names Keras gives to what has none: {@code dense}, {@code dense_1}, {@code
 * batch_normalization}.
 *
 * <p>Keras: {@code keras/src/utils/naming.py}.
 */
public final class Names {
  private static final Map<String, Integer> USED = new LinkedHashMap<>();

  private Names() {}

  /** Returns the next free automatic name for a class name: {@code Dense} gives {@code dense_1}. */
  public static String auto(String className) {
    String prefix = snake(className);
    synchronized (USED) {
      int n = USED.merge(prefix, 1, Integer::sum) - 1;
      return n == 0 ? prefix : prefix + "_" + n;
    }
  }

  /** Forgets which names were given out, as {@code keras.utils.clear_session} does. */
  public static void reset() {
    synchronized (USED) {
      USED.clear();
    }
  }

  /** Returns a class name in Keras' snake case: {@code Conv2DTranspose} is conv2d_transpose. */
  public static String snake(String className) {
    if (className.equals("GroupQueryAttention")) {
      return "grouped_query_attention"; // Python's class is GroupedQueryAttention
    }
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
