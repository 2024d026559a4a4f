package keras.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Functions;
import keras.config.KerasObject;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
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
  private final @Nullable Consumer<String> missing;

  private CompileConfig(
      Map<String, ?> config, CustomObjects custom, @Nullable Consumer<String> missing) {
    this.config = config;
    this.custom = custom;
    this.missing = missing;
  }

  /**
   * Gives options what a config says.
   *
   * @param missing takes a sentence for each loss or metric that is not known here, for which
   *     another stands in that keeps its place; null if it is to be refused
   */
  static void read(
      Map<String, ?> config, CustomObjects custom, @Nullable Consumer<String> missing, Compile to) {
    new CompileConfig(config, custom, missing).read(to);
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
    if (optimizer != null || missing == null) {
      to.optimizer =
          optimizer instanceof Optimizer made
              ? made
              : optimizer instanceof String name && !custom.knows(name)
                  ? Optimizer.get(bare(name))
                  : object("optimizer", optimizer, Optimizer.class);
    } else { // Keras 3.15 leaves it out of a .keras file where it has written an .h5 file before
      missing.accept(
          "the file names no optimizer: the model is compiled with 'rmsprop', as Keras does.");
    }
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
      return one(key, given, type);
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

  /** A name or an object; what stands in for one that is not known, where that is wanted. */
  private Object one(String key, Object given, Class<? extends KerasObject> type) {
    try {
      return known(key, given, type);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      if (missing == null) {
        throw e;
      }
      String why = String.valueOf(e.getMessage());
      String kind = type == Loss.class ? "loss" : "metric";
      missing.accept(Missing.sentence(kind, given, why));
      return Missing.of(type, given, why);
    }
  }

  private Object known(String key, Object given, Class<? extends KerasObject> type) {
    String name = functionName(given);
    if (name == null) {
      KerasObject own = ofFunction(given, type);
      return own != null ? own : object(key, given, type);
    }
    Optional<BinaryOperator<Expr>> function = measure(name);
    if (function.isPresent()) {
      return type == Loss.class ? Loss.of(name, function.get()) : Metric.of(name, function.get());
    }
    if (custom.knows(name)) {
      return object(key, given, type);
    }
    String bare = bare(name);
    if (missing != null) { // otherwise compile says so
      Object found =
          type == Loss.class
              ? Loss.get(bare, Compiled.COLUMN, Compiled.COLUMN)
              : Metric.get(bare, Compiled.COLUMN, Compiled.COLUMN);
      Objects.requireNonNull(found);
    }
    return bare;
  }

  /** Keras 2 wraps functions: the upgraded object has the function's name for its class's. */
  private @Nullable KerasObject ofFunction(Object given, Class<? extends KerasObject> type) {
    if (!(given instanceof Map<?, ?> spec)
        || !(spec.get("class_name") instanceof String name)
        || Configs.isKnown(spec, custom)) {
      return null;
    }
    Optional<BinaryOperator<Expr>> function = measure(name);
    if (function.isEmpty()) {
      return null;
    }
    Map<?, ?> config = spec.get("config") instanceof Map<?, ?> c ? c : Map.of();
    String own = config.get("name") instanceof String n ? n : name;
    if (type != Loss.class) {
      return Metric.of(name, function.get()).name(own);
    }
    Loss loss = Loss.of(name, function.get());
    return config.get("reduction") instanceof String reduction ? loss.reduction(reduction) : loss;
  }

  @SuppressWarnings("unchecked") // what is given for losses and metrics is of tensors
  private Optional<BinaryOperator<Expr>> measure(String name) {
    return custom.measure(name).map(f -> (BinaryOperator<Expr>) f);
  }

  /** The name of a function, which is what a string is too; null for an object. */
  private static @Nullable String functionName(Object given) {
    return given instanceof String name ? name : Functions.name(given);
  }

  /** {@code keras.losses.mse} is mse. */
  private static String bare(String name) {
    return name.startsWith("keras.") ? name.substring(name.lastIndexOf('.') + 1) : name;
  }

  private KerasObject object(
      String key, @Nullable Object given, Class<? extends KerasObject> type) {
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
    boolean fits = type.isInstance(made) || (type == Metric.class && made instanceof Loss);
    if (!fits) {
      throw mismatch(key, "a " + type.getSimpleName(), made.getClass().getSimpleName());
    }
    return made;
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
