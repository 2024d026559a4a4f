package keras.io.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what {@code compile} was given, as Keras 3 writes it into {@code .keras} files, into what
 * tf_keras or both read, and into the {@code training_config} of legacy HDF5 files.
 *
 * <p>Keras: {@code keras/src/legacy/saving/saving_utils.py}, {@code
 * tf_keras/src/saving/legacy/saving_utils.py}.
 */
public final class CompileConfigs {
  /** Names that mean a metric by the shapes of the outputs; both Kerases keep them as they are. */
  private static final Set<String> BY_SHAPE = Set.of("accuracy", "acc", "crossentropy", "ce");

  private static final List<String> METRICS = List.of("metrics", "weighted_metrics");

  private final Target target;
  private final List<String> outputs;
  private final Set<String> used = new HashSet<>();
  private boolean weighted;

  private CompileConfigs(Target target, List<String> outputs) {
    this.target = target;
    this.outputs = outputs;
  }

  /**
   * Converts a compile config. Losses get their long names, without which Keras 3 cannot read its
   * own HDF5 files; for tf_keras, metrics become objects under the names that they have in its
   * history.
   *
   * @param compileConfig {@code {optimizer, loss, metrics, ...}}
   * @param outputs the names of the model's outputs
   */
  public static Converted convert(
      Map<String, ? extends @Nullable Object> compileConfig, Target target, List<String> outputs) {
    Converted converted = FromKeras3.convert(compileConfig, target);
    Map<String, @Nullable Object> config = converted.config();
    CompileConfigs conversion = new CompileConfigs(target, outputs);
    config.replace("loss", losses(config.get("loss")));
    if (target.tfKerasReads()) {
      for (String key : METRICS) {
        if (config.get(key) != null) {
          conversion.weighted = key.equals("weighted_metrics");
          config.put(key, conversion.metrics(config.get(key)));
        }
      }
    }
    return new Converted(config, converted.obstacles());
  }

  private static @Nullable Object losses(@Nullable Object given) {
    if (given instanceof String name) {
      return BY_SHAPE.contains(name) ? name : FunctionNames.function(name);
    } else if (given instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(loss -> out.add(losses(loss)));
      return out;
    } else if (given instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), losses(v)));
      return out;
    }
    return given;
  }

  // ---------------------------------------------------------------- metrics

  private @Nullable Object metrics(@Nullable Object given) {
    if (given instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), ofOutput(v, String.valueOf(k))));
      return out;
    }
    List<?> all = given instanceof List<?> list ? list : List.of(String.valueOf(given));
    if (outputs.size() <= 1) {
      List<@Nullable Object> one = ofOutput(all, "");
      return target == Target.TF_KERAS ? List.of(one) : one;
    }
    List<@Nullable Object> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      out.add(ofOutput(all.get(i), outputs.get(i)));
    }
    return out;
  }

  /** Converts one metric, or a list of them, of one output. */
  private List<@Nullable Object> ofOutput(@Nullable Object given, String output) {
    List<@Nullable Object> out = new ArrayList<>();
    if (given instanceof List<?> list) {
      list.forEach(metric -> out.addAll(ofOutput(metric, output)));
    } else if (given instanceof String name) {
      out.add(named(name, output));
    } else if (given instanceof Map<?, ?>) {
      Map<String, @Nullable Object> spec = FromKeras3.map(given);
      Map<String, @Nullable Object> config = FromKeras3.map(spec.get("config"));
      config.replace("name", inHistory(String.valueOf(config.get("name")), output));
      out.add(spec);
    }
    return out;
  }

  /**
   * tf_keras takes names from files as they are: it has put the output's before them, and told
   * weighted metrics from others of the same name.
   */
  private String inHistory(String name, String output) {
    if (target != Target.TF_KERAS) {
      return name;
    }
    String prefix = outputs.size() > 1 ? output + "_" : "";
    String full = prefix + name;
    if (weighted) {
      return used.contains(full) ? prefix + "weighted_" + name : full;
    }
    used.add(full);
    return full;
  }

  private Object named(String name, String output) {
    if (BY_SHAPE.contains(name)) {
      return name;
    }
    String function = FunctionNames.function(name);
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

  // ---------------------------------------------------------------- legacy files

  /** Returns a converted compile config as the {@code training_config} of legacy HDF5 files. */
  public static Map<String, @Nullable Object> legacy(
      Map<String, @Nullable Object> compileConfig, Target target) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    compileConfig.forEach((k, v) -> out.put(k, legacyValue(v, target)));
    if (target.tfKerasReads()) {
      out.keySet().retainAll(List.of("loss", "metrics", "weighted_metrics", "loss_weights"));
    }
    out.remove("optimizer");
    Map<String, @Nullable Object> optimizer =
        FromKeras3.map(legacyValue(compileConfig.get("optimizer"), target));
    if (target == Target.TF_KERAS && isOwn(compileConfig.get("optimizer"))) {
      optimizer.put("class_name", "Custom>" + optimizer.get("class_name"));
    }
    out.put("optimizer_config", optimizer);
    return out;
  }

  private static boolean isOwn(@Nullable Object spec) {
    return FromKeras3.map(spec).get("module") != null;
  }

  /** Objects lose their modules; what they hold, such as a schedule, does not. */
  private static @Nullable Object legacyValue(@Nullable Object value, Target target) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(legacyValue(item, target)));
      return out;
    } else if (value instanceof Map<?, ?> map && map.containsKey("class_name")) {
      return FromKeras3.legacy(FromKeras3.map(value), target);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), legacyValue(v, target)));
      return out;
    }
    return value;
  }
}
