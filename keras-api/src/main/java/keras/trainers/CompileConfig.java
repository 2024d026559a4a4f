package keras.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasObject;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of {@code compile} from Keras' compile config: names, objects, functions, lists
 * and maps by output of them.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}, {@code compile_from_config}.
 */
final class CompileConfig {
  private static final Set<String> KEYS =
      Set.of(
          "optimizer",
          "loss",
          "loss_weights",
          "metrics",
          "weighted_metrics",
          "run_eagerly",
          "steps_per_execution",
          "jit_compile",
          "auto_scale_loss");

  private final Map<String, ?> config;
  private final CustomObjects custom;

  private CompileConfig(Map<String, ?> config, CustomObjects custom) {
    this.config = config;
    this.custom = custom;
  }

  static void read(Map<String, ?> config, CustomObjects custom, Compile to) {
    new CompileConfig(config, custom).read(to);
  }

  private void read(Compile to) {
    Set<String> unknown = new TreeSet<>(config.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "compile: unknown config key(s) %s. Known keys: %s."
              .formatted(unknown, new TreeSet<>(KEYS)));
    }
    Object optimizer = config.get("optimizer");
    to.optimizer =
        optimizer instanceof String name && !custom.knows(name)
            ? Optimizer.get(bare(name))
            : object("optimizer", optimizer, Optimizer.class);
    to.loss = nested("loss", config.get("loss"), Loss.class);
    to.metrics = nested("metrics", config.get("metrics"), Metric.class);
    to.weightedMetrics = nested("weighted_metrics", config.get("weighted_metrics"), Metric.class);
    to.lossWeights = weights(config.get("loss_weights"));
    if (config.get("steps_per_execution") instanceof Number steps) {
      to.stepsPerExecution(steps.intValue());
    }
    to.runEagerly(Boolean.TRUE.equals(config.get("run_eagerly")));
    to.jitCompile(Boolean.TRUE.equals(config.get("jit_compile")));
    to.autoScaleLoss(!Boolean.FALSE.equals(config.get("auto_scale_loss")));
  }

  /** A name, an object, or a list or a map by output of those. */
  private @Nullable Object nested(
      String key, @Nullable Object json, Class<? extends KerasObject> type) {
    Object given = untuple(json);
    if (given == null) {
      return null;
    }
    if (given instanceof String || (given instanceof Map<?, ?> m && m.containsKey("class_name"))) {
      String name = functionName(given);
      if (name == null || custom.knows(name)) {
        return object(key, given, type);
      }
      return bare(name);
    }
    if (given instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(nested(key, x, type)));
      return out;
    }
    if (given instanceof Map<?, ?> byOutput) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      byOutput.forEach((k, v) -> out.put(String.valueOf(k), nested(key, v, type)));
      return out;
    }
    throw mismatch(key, "names, objects, lists or maps of them", given);
  }

  /** The name of a function, which is what a string is too; null for an object. */
  private static @Nullable String functionName(Object given) {
    if (given instanceof String name) {
      return name;
    }
    return given instanceof Map<?, ?> m
            && "function".equals(m.get("class_name"))
            && m.get("config") instanceof String name
        ? name
        : null;
  }

  /** {@code keras.losses.mse} is mse. */
  private static String bare(String name) {
    return name.startsWith("keras.") ? name.substring(name.lastIndexOf('.') + 1) : name;
  }

  private <T extends KerasObject> T object(String key, @Nullable Object given, Class<T> type) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    String function = given == null ? null : functionName(given);
    if (function != null) {
      spec.put("class_name", function);
      spec.put("config", Map.of());
    } else if (given instanceof Map<?, ?> m) {
      m.forEach((k, v) -> spec.put(String.valueOf(k), v));
    } else {
      throw mismatch(key, "a name or an object", given);
    }
    KerasObject made = Configs.deserialize(spec, custom);
    if (!type.isInstance(made)) {
      throw mismatch(key, "a " + type.getSimpleName(), made.getClass().getSimpleName());
    }
    return type.cast(made);
  }

  private static @Nullable Object weights(@Nullable Object json) {
    Object given = untuple(json);
    if (given == null || given instanceof Number) {
      return given;
    }
    if (given instanceof List<?> list && list.stream().allMatch(CompileConfig::isWeight)) {
      return new ArrayList<>(list);
    }
    if (given instanceof Map<?, ?> map && map.values().stream().allMatch(CompileConfig::isWeight)) {
      return new LinkedHashMap<>(map);
    }
    throw mismatch("loss_weights", "a number, or a list or map by output of numbers", given);
  }

  private static boolean isWeight(@Nullable Object weight) {
    return weight == null || weight instanceof Number;
  }

  private static @Nullable Object untuple(@Nullable Object json) {
    return json instanceof Map<?, ?> m
            && "__tuple__".equals(m.get("class_name"))
            && m.get("config") instanceof Map<?, ?> config
        ? config.get("value")
        : json;
  }

  private static IllegalArgumentException mismatch(
      String key, String expected, @Nullable Object received) {
    return new IllegalArgumentException(
        "compile: `%s` expects %s. Received: %s.".formatted(key, expected, received));
  }
}
