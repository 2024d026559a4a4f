package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Losses and metrics that a file of tf_keras has by their names alone, as the functions that
 * tf_keras finds by them; Keras 3 knows fewer names.
 *
 * <p>Keras: {@code tf_keras/src/losses.py}, {@code tf_keras/src/metrics/__init__.py}, {@code
 * tf_keras/src/saving/legacy/saving_utils.py}.
 */
final class NamedMeasures {
  private static final Map<String, String> LOSSES =
      Map.of(
          "huber_loss", "huber",
          "logcosh", "log_cosh",
          "kullback_leibler_divergence", "kl_divergence");

  private static final Map<String, String> METRICS =
      Map.of(
          "logcosh", "log_cosh",
          "kullback_leibler_divergence", "kl_divergence",
          "cosine_proximity", "cosine_similarity");

  /** What stays a name, until shapes say which function it is. */
  private static final Set<String> BY_SHAPES = Set.of("accuracy", "acc", "crossentropy", "ce");

  private final Predicate<String> own;

  /**
   * @param own whether a name is that of something that the caller gives
   */
  NamedMeasures(Predicate<String> own) {
    this.own = own;
  }

  /** Converts a loss, or those of several outputs. */
  @Nullable Object losses(@Nullable Object given) {
    return each(given, name -> LOSSES.getOrDefault(name, name));
  }

  /**
   * Converts metrics of a legacy file, where the history calls a metric as its function is called:
   * {@code mae} is mean_absolute_error.
   */
  @Nullable Object metrics(@Nullable Object given) {
    return each(given, NamedMeasures::metric);
  }

  private static Object metric(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (BY_SHAPES.contains(lower) || FunctionNames.isClass(name)) {
      return name;
    }
    String function = METRICS.getOrDefault(lower, FunctionNames.function(name));
    if (!function.equals("log_cosh")) {
      return function;
    }
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.metrics");
    spec.put("class_name", FunctionNames.metricClass(function));
    spec.put("config", Map.of("name", function));
    return spec;
  }

  private @Nullable Object each(@Nullable Object given, Function<String, Object> known) {
    if (given instanceof String name) {
      return own.test(name) ? name : known.apply(name);
    } else if (given instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(each(x, known)));
      return out;
    } else if (given instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((output, x) -> out.put(String.valueOf(output), each(x, known)));
      return out;
    }
    return given;
  }
}
