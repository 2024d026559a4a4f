package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The short names of losses and metrics, the functions that they mean, and their classes. */
final class FunctionNames {
  private static final Map<String, String> LONG = new LinkedHashMap<>();

  /** The classes that a function's name does not give. */
  private static final Map<String, String> METRIC_CLASSES =
      Map.of("auc", "AUC", "kl_divergence", "KLDivergence", "log_cosh", "LogCoshError");

  static {
    LONG.put("mse", "mean_squared_error");
    LONG.put("mae", "mean_absolute_error");
    LONG.put("mape", "mean_absolute_percentage_error");
    LONG.put("msle", "mean_squared_logarithmic_error");
    LONG.put("bce", "binary_crossentropy");
    LONG.put("kld", "kl_divergence");
  }

  private FunctionNames() {}

  /** Returns the function that a name of a loss or a metric means: mse is mean_squared_error. */
  static String function(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return LONG.getOrDefault(lower, snake(name));
  }

  /** Whether a name is that of a class, such as Recall, and not one like MSE or recall. */
  static boolean isClass(String name) {
    return Character.isUpperCase(name.charAt(0))
        && !LONG.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the class of a loss by its function: mean_squared_error is MeanSquaredError. */
  static String lossClass(String function) {
    return function.equals("kl_divergence") ? "KLDivergence" : camel(function);
  }

  /** Returns the class of a metric by its function. */
  static String metricClass(String function) {
    return METRIC_CLASSES.getOrDefault(function, camel(function));
  }

  private static String camel(String snake) {
    StringBuilder out = new StringBuilder();
    for (String part : snake.split("_", -1)) {
      out.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return out.toString();
  }

  /** Returns a class name in Keras' snake case. */
  static String snake(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
