package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Names;
import keras.io.configs.WrittenConfigs;
import keras.io.weights.HeldMetrics;
import keras.io.weights.StoredVariable;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.models.Model;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Where tf_keras keeps what training follows: sums and counts, without which it does not load the
 * weights of a model that it has trained or read from a file. Keras 3 passes over them.
 *
 * <p>It names a group by the class, which is {@code MeanMetricWrapper} for a metric that was given
 * by its name or read from a legacy file; so a metric stands in two places.
 */
final class MetricGroups {
  private static final String ROOT = "metrics/";
  private static final String WRAPPER = "mean_metric_wrapper";
  private static final StoredVariable ZERO = StoredVariable.zeros(Shape.scalar(), DType.FLOAT32);

  private final Map<String, List<StoredVariable>> groups = new LinkedHashMap<>();
  private final Map<String, Integer> used = new LinkedHashMap<>();

  private MetricGroups() {}

  /**
   * Returns the places of the variables by path; those that are not known yet are zeros.
   *
   * @param elsewhere metrics that tf_keras meets before it looks here, and does not count
   */
  static Map<String, List<StoredVariable>> of(Model model, Set<? extends Object> elsewhere) {
    MetricGroups all = new MetricGroups();
    List<Metric> known =
        HeldMetrics.asTfKeras(model).stream().filter(m -> !elsewhere.contains(m)).toList();
    Map<String, @Nullable Object> compiled = model.compileConfig();
    known.forEach(all::add);
    if (known.size() == 1 && compiled != null) {
      int losses = count(compiled.get("loss"), model);
      for (int i = 0; i < losses && losses > 1; i++) {
        all.add("mean", List.of(ZERO, ZERO));
      }
      List<@Nullable Object> specs = new ArrayList<>();
      flatten(compiled.get("metrics"), specs);
      flatten(compiled.get("weighted_metrics"), specs);
      specs.forEach(all::addUnseen);
    }
    if (known.isEmpty() && elsewhere.isEmpty()) {
      all.add("mean", List.of(ZERO, ZERO));
    }
    return all.groups;
  }

  private void add(Metric metric) {
    List<StoredVariable> slots = metric.variables().stream().map(StoredVariable::of).toList();
    add(Names.snake(metric.getClass().getSimpleName()), slots);
    if (!(metric instanceof Mean)) {
      add(WRAPPER, slots);
    }
  }

  /** Adds a metric that has seen no batch yet. */
  private void addUnseen(@Nullable Object given) {
    List<StoredVariable> zeros = List.of(ZERO, ZERO);
    if (given instanceof Map<?, ?> map && map.get("class_name") instanceof String name) {
      Map<String, @Nullable Object> spec = new LinkedHashMap<>();
      map.forEach((k, v) -> spec.put(String.valueOf(k), v));
      if (Configs.isKnown(spec, CustomObjects.none())
          && Configs.deserialize(spec) instanceof Metric metric) {
        zeros =
            metric.variables().stream()
                .map(v -> StoredVariable.zeros(v.shape(), v.dtype()))
                .toList();
      }
      add(Names.snake(name), zeros);
    }
    add(WRAPPER, zeros);
  }

  private void add(String name, List<StoredVariable> slots) {
    int before = used.merge(name, 1, Integer::sum) - 1;
    groups.put(ROOT + (before == 0 ? name : name + "_" + before) + "/vars", slots);
  }

  private static int count(@Nullable Object losses, Model model) {
    if (losses instanceof List<?> list) {
      return list.size();
    }
    return losses instanceof Map<?, ?> map && !map.containsKey("class_name")
        ? map.size()
        : WrittenConfigs.outputs(model).size();
  }

  private static void flatten(@Nullable Object given, List<@Nullable Object> out) {
    if (given instanceof List<?> list) {
      list.forEach(each -> flatten(each, out));
    } else if (given instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      map.values().forEach(each -> flatten(each, out));
    } else if (given != null) {
      out.add(given);
    }
  }
}
