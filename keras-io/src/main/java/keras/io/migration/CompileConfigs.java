package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Functions;
import org.jspecify.annotations.Nullable;

/**
 * Turns what {@code compile} was given, as Keras 3 writes it into {@code .keras} files, into what
 * tf_keras or both read, and into the {@code training_config} of legacy HDF5 files.
 *
 * <p>Keras: {@code keras/src/legacy/saving/saving_utils.py}, {@code
 * tf_keras/src/saving/legacy/saving_utils.py}.
 */
public final class CompileConfigs {
  private static final String STEPS = "steps_per_execution";
  private static final String SCALE = "loss_scale_factor";

  private CompileConfigs() {}

  /**
   * Converts a compile config. Losses get their long names, without which Keras 3 cannot read its
   * own HDF5 files; metrics become objects under the names that they have in the history.
   *
   * @param compileConfig {@code {optimizer, loss, metrics, ...}}
   * @param outputs the model's outputs
   */
  public static Converted convert(
      Map<String, ? extends @Nullable Object> compileConfig, Target target, List<Output> outputs) {
    return convert(compileConfig, target, target, outputs, false);
  }

  /**
   * The same for {@code .keras} files, where tf_keras puts the outputs' names before those of
   * metrics itself.
   */
  public static Converted convertForArchive(
      Map<String, ? extends @Nullable Object> compileConfig, Target target, List<Output> outputs) {
    return convert(compileConfig, target, target, outputs, true);
  }

  /**
   * The same for a file whose model is for another Keras than its compile config.
   *
   * @param file the Keras of the model
   */
  public static Converted convert(
      Map<String, ? extends @Nullable Object> compileConfig,
      Target target,
      Target file,
      List<Output> outputs) {
    return convert(compileConfig, target, file, outputs, false);
  }

  private static Converted convert(
      Map<String, ? extends @Nullable Object> compileConfig,
      Target target,
      Target file,
      List<Output> outputs,
      boolean archive) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>(compileConfig);
    Object scale = target == Target.TF_KERAS ? takeFixedScale(given) : null;
    Converted converted = FromKeras3.convert(given, target, file);
    Map<String, @Nullable Object> config = converted.config();
    if (scale != null) {
      config.replace("optimizer", scaled(config.get("optimizer"), scale));
    }
    config.replace("loss", losses(config.get("loss")));
    List<String> functions = functions(config.get("loss"), outputs);
    MetricConfigs metrics = new MetricConfigs(target, outputs, functions, archive);
    for (String key : List.of("metrics", "weighted_metrics")) {
      Object own = config.get(key);
      if (own != null) {
        config.put(key, metrics.convert(own, key.equals("weighted_metrics")));
      }
    }
    List<String> obstacles = new ArrayList<>(converted.obstacles());
    obstacles.addAll(metrics.obstacles());
    return new Converted(config, obstacles, converted.differences());
  }

  /** Takes the factor of the loss out of the optimizer's config; null where there is none. */
  private static @Nullable Object takeFixedScale(Map<String, @Nullable Object> compileConfig) {
    if (!(compileConfig.get("optimizer") instanceof Map<?, ?> optimizer)
        || !(optimizer.get("config") instanceof Map<?, ?> own)
        || own.get(SCALE) == null) {
      return null;
    }
    Map<String, @Nullable Object> config = Maps.copy(own);
    Map<String, @Nullable Object> spec = Maps.copy(optimizer);
    Object scale = config.put(SCALE, null);
    spec.put("config", config);
    compileConfig.put("optimizer", spec);
    return scale;
  }

  /** In tf_keras it is another optimizer around this one that scales the loss. */
  private static Map<String, @Nullable Object> scaled(@Nullable Object inner, Object scale) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("inner_optimizer", inner);
    config.put("dynamic", false);
    config.put("initial_scale", scale);
    config.put("dynamic_growth_steps", null);
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("class_name", "LossScaleOptimizer");
    spec.put("config", config);
    TrainingRows.LOSS_SCALE.name(spec, Target.TF_KERAS);
    return spec;
  }

  /** Returns the functions of the losses, one an output or one for all. */
  private static List<String> functions(@Nullable Object losses, List<Output> outputs) {
    List<String> out = new ArrayList<>();
    if (losses instanceof List<?> list) {
      list.forEach(loss -> out.add(function(loss)));
    } else if (losses instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      outputs.forEach(output -> out.add(function(map.get(output.name()))));
    } else {
      out.add(function(losses));
    }
    return out;
  }

  private static String function(@Nullable Object loss) {
    if (loss instanceof Map<?, ?> spec) {
      return FunctionNames.snake(String.valueOf(spec.get("class_name")));
    }
    return loss instanceof String name ? name : "";
  }

  private static @Nullable Object losses(@Nullable Object given) {
    if (given instanceof String name) {
      return FunctionNames.function(name);
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

  // ---------------------------------------------------------------- legacy files

  /** The optimizers that tf_keras had before its present ones, and what these do not take. */
  private static final Set<String> OLDER =
      Set.of("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD");

  private static final Set<String> NOT_OF_OLDER = Set.of("weight_decay", "use_ema");

  /**
   * Returns why tf_keras cannot take a converted compile config from a portable legacy file: of the
   * optimizer's class name it makes the older class, unless a key says otherwise that Keras 3
   * refuses.
   */
  public static List<String> obstaclesInLegacy(Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> optimizer = FromKeras3.map(config.get("optimizer"));
    if (!isOwn(optimizer)) {
      return List.of();
    }
    String name = String.valueOf(optimizer.get("class_name"));
    Map<String, @Nullable Object> settings = FromKeras3.map(optimizer.get("config"));
    String who = "%s '%s': ".formatted(name, settings.get("name"));
    if (!OLDER.contains(name)) {
      return List.of(who + "tf_keras makes older optimizers of such files, and has none of it");
    }
    return settings.keySet().stream()
        .filter(NOT_OF_OLDER::contains)
        .map(key -> who + "tf_keras makes its older one of such files, without `" + key + "`")
        .toList();
  }

  /**
   * Returns a converted compile config as the {@code training_config} of legacy HDF5 files.
   *
   * <p>By the class name alone tf_keras makes one of its older optimizers, unless a key says
   * otherwise that Keras 3 refuses; by its own name for the class, which Keras 3 knows nothing of,
   * the present one. A portable file has the class name, and the other beside it for readers that
   * look there.
   */
  public static Map<String, @Nullable Object> legacy(
      Map<String, @Nullable Object> compileConfig, Target target) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    compileConfig.forEach((k, v) -> out.put(k, legacyValue(v, target)));
    if (target.tfKerasReads()) {
      Object steps = out.get(STEPS);
      out.keySet().retainAll(List.of("loss", "metrics", "weighted_metrics", "loss_weights"));
      if (steps instanceof Number n && n.intValue() != 1) {
        out.put(STEPS, steps); // which both Kerases pass over, and this library reads
      }
    }
    out.remove("optimizer");
    Map<String, @Nullable Object> optimizer =
        FromKeras3.map(legacyValue(compileConfig.get("optimizer"), target));
    if (target.tfKerasReads() && isOwn(compileConfig.get("optimizer"))) {
      String registered = "Custom>" + optimizer.get("class_name");
      optimizer.put(target == Target.PORTABLE ? "registered_name" : "class_name", registered);
    }
    out.put("optimizer_config", optimizer);
    return out;
  }

  private static boolean isOwn(@Nullable Object spec) {
    return FromKeras3.map(spec).get("module") != null && !Row.isRenamed(FromKeras3.map(spec));
  }

  /** Objects lose their modules; what they hold, such as a schedule, does not. */
  private static @Nullable Object legacyValue(@Nullable Object value, Target target) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(legacyValue(item, target)));
      return out;
    } else if (Functions.name(value) != null) {
      return Functions.name(value);
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
