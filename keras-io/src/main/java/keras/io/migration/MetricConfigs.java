package keras.io.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import keras.config.Functions;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of a compile config as objects that keep the names which the history has, whatever a
 * reader would make of a string such as {@code mae}.
 *
 * <p>Keras: {@code tf_keras/src/engine/compile_utils.py}.
 */
final class MetricConfigs {
  private final Target target;
  private final List<Output> outputs;
  private final List<String> losses;
  private final boolean archive;
  private final Set<String> used = new HashSet<>();
  private final Map<String, Integer> outputOf = new LinkedHashMap<>();
  private final Set<String> repeated = new LinkedHashSet<>();
  private boolean weighted;

  /**
   * @param losses the functions of the losses, one an output or one for all; empty where unknown
   * @param archive whether a {@code .keras} file is written
   */
  MetricConfigs(Target target, List<Output> outputs, List<String> losses, boolean archive) {
    this.archive = archive;
    this.target = target;
    this.outputs = outputs;
    this.losses = losses;
  }

  /** Converts what was given as metrics, or as weighted metrics, which come second. */
  Object convert(Object given, boolean areWeighted) {
    weighted = areWeighted;
    boolean byName = isByName(given);
    boolean single = outputs.size() == 1 && !(given instanceof Map<?, ?> m && byName && names(m));
    if (given instanceof Map<?, ?> map && byName && !single) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), ofOutput(v, index(String.valueOf(k)))));
      return out;
    }
    // tf_keras knows outputs by their names alone, Keras 3 a single one by any
    List<?> all = single ? flat(given) : given instanceof List<?> list ? list : List.of(given);
    if (outputs.size() <= 1) {
      List<@Nullable Object> one = ofOutput(all, 0);
      return target == Target.TF_KERAS ? List.of(one) : one;
    }
    List<@Nullable Object> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      out.add(ofOutput(all.get(i), i));
    }
    return out;
  }

  /** Whether a map is of the only output, and not of names that Keras 3 does not look at. */
  private boolean names(Map<?, ?> map) {
    String name = outputs.get(0).name();
    return map.keySet().stream().allMatch(key -> key.equals(name))
        && map.values().stream().noneMatch(value -> isByName(value));
  }

  private static boolean isByName(@Nullable Object json) {
    return json instanceof Map<?, ?> map
        && !map.containsKey("class_name")
        && Functions.name(map) == null;
  }

  /** Returns the metrics in lists and maps as Keras 3 goes through them. */
  private static List<@Nullable Object> flat(@Nullable Object given) {
    List<@Nullable Object> out = new ArrayList<>();
    if (isByName(given)) {
      new TreeMap<>(FromKeras3.map(given)).values().forEach(item -> out.addAll(flat(item)));
    } else if (given instanceof List<?> list) {
      list.forEach(item -> out.addAll(flat(item)));
    } else {
      out.add(given);
    }
    return out;
  }

  /** Returns why tf_keras could not follow the metrics in a portable legacy file. */
  List<String> obstacles() {
    return repeated.stream()
        .map(
            name ->
                "tf_keras would show the metrics '%s' of several outputs as one".formatted(name))
        .toList();
  }

  /** Notes names that metrics of several outputs have: in such files no output's stands before. */
  private void note(@Nullable Object metric, int output) {
    if (target == Target.PORTABLE && !archive) {
      String name = Functions.name(metric);
      if (name == null
          && metric instanceof Map<?, ?> spec
          && spec.get("config") instanceof Map<?, ?> c) {
        name = String.valueOf(c.get("name"));
      }
      String shown = name == null ? String.valueOf(metric) : name;
      Integer other = outputOf.putIfAbsent(shown, output);
      if (other != null && other != output) {
        repeated.add(shown);
      }
    }
  }

  private int index(String output) {
    return Math.max(0, outputs.stream().map(Output::name).toList().indexOf(output));
  }

  /** Converts one metric, or a list of them, of one output. */
  private List<@Nullable Object> ofOutput(@Nullable Object given, int output) {
    List<@Nullable Object> out = new ArrayList<>();
    if (given instanceof List<?> list) {
      list.forEach(metric -> out.addAll(ofOutput(metric, output)));
      return out;
    }
    if (given instanceof String name) {
      out.add(named(name, output));
    } else if (Functions.name(given) != null) {
      String function = Objects.requireNonNull(Functions.name(given));
      out.add(target == Target.TF_KERAS && !archive ? wrapped(function, output) : given);
    } else if (given instanceof Map<?, ?>) {
      Map<String, @Nullable Object> spec = FromKeras3.map(given);
      Map<String, @Nullable Object> config = FromKeras3.map(spec.get("config"));
      config.replace("name", inHistory(String.valueOf(config.get("name")), output));
      out.add(spec);
    }
    out.forEach(metric -> note(metric, output));
    return out;
  }

  private Object named(String name, int output) {
    String function = function(name, output);
    if (function.isEmpty()) {
      return name;
    }
    boolean isClass = FunctionNames.isClass(name);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", inHistory(name, output));
    config.put("dtype", "float32");
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.metrics");
    if (target == Target.TF_KERAS && !isClass) {
      spec.put("class_name", "MeanMetricWrapper");
      config.put("fn", function);
    } else {
      spec.put("class_name", isClass ? name : FunctionNames.metricClass(function));
    }
    spec.put("config", config);
    spec.put("registered_name", null);
    return spec;
  }

  /** Returns what tf_keras makes of a function of the user's own. */
  private Map<String, @Nullable Object> wrapped(String function, int output) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", inHistory(function, output));
    config.put("dtype", "float32");
    config.put("fn", function);
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.metrics");
    spec.put("class_name", "MeanMetricWrapper");
    spec.put("config", config);
    spec.put("registered_name", null);
    return spec;
  }

  /**
   * Returns the function that a name means; none where Keras 3 finds it by the targets' shapes when
   * it sees them. tf_keras would judge by the outputs alone, and wrongly where targets are indices.
   */
  private String function(String name, int output) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    boolean isAccuracy = lower.equals("accuracy") || lower.equals("acc");
    boolean isCrossentropy = lower.equals("crossentropy") || lower.equals("ce");
    if (!isAccuracy && !isCrossentropy) {
      return FunctionNames.function(name);
    }
    return target.tfKerasReads() ? kind(output) + (isAccuracy ? "accuracy" : "crossentropy") : "";
  }

  private String kind(int output) {
    String loss = losses.isEmpty() ? "" : losses.get(Math.min(output, losses.size() - 1));
    long size = output < outputs.size() ? outputs.get(output).size() : 0;
    return size == 1
        ? "binary_"
        : loss.startsWith("sparse") ? "sparse_categorical_" : "categorical_";
  }

  /**
   * tf_keras takes names from legacy files and SavedModels as they are: it has put the output's
   * before them, and told weighted metrics from others of the same name.
   */
  private String inHistory(String name, int output) {
    if (target != Target.TF_KERAS || archive) {
      return name;
    }
    String prefix = outputs.size() > 1 ? outputs.get(output).name() + "_" : "";
    String full = prefix + name;
    if (weighted) {
      return used.contains(full) ? prefix + "weighted_" + name : full;
    }
    used.add(full);
    return full;
  }
}
