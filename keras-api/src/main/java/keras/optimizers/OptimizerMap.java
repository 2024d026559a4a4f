package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasObject;
import org.jspecify.annotations.Nullable;

/**
 * Says which optimizer trains which variable: by its path, or by a regular expression that matches
 * the whole path; all others go to the default one.
 *
 * <pre>{@code
 * new OptimizerMap(new SGD()).put("encoder/.*", new Adam())
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/multi_optimizer.py}.
 */
public final class OptimizerMap extends KerasObject {
  @Arg("default_optimizer")
  private @Nullable Optimizer defaultOptimizer;

  @Arg("optimizer_map")
  private Map<String, Object> optimizerMap = new LinkedHashMap<>(); // of Optimizers

  private OptimizerMap() {}

  /** Makes a map that gives one optimizer to all variables. */
  public OptimizerMap(Optimizer defaultOptimizer) {
    this.defaultOptimizer = defaultOptimizer;
    validate();
  }

  /** Makes a map with optimizers by paths or patterns of them. */
  public OptimizerMap(Optimizer defaultOptimizer, Map<String, ? extends Optimizer> optimizerMap) {
    this(defaultOptimizer);
    optimizerMap.forEach(this::put);
  }

  /**
   * Gives variables to an optimizer.
   *
   * @param path a variable's path, as in {@code "dense/kernel"}, or a regular expression
   */
  public OptimizerMap put(String path, Optimizer optimizer) {
    requireOpen();
    if (optimizerMap.containsKey(path)) {
      throw new IllegalArgumentException(
          "OptimizerMap: '%s' already exists with %s. Give each path or pattern once."
              .formatted(path, optimizerMap.get(path)));
    }
    requireSingle(optimizer);
    Pattern.compile(path);
    optimizerMap.put(path, optimizer);
    return this;
  }

  private static Optimizer requireSingle(Optimizer optimizer) {
    if (optimizer instanceof LossScaleOptimizer || optimizer instanceof MultiOptimizer) {
      throw new IllegalArgumentException(
          "OptimizerMap: a variable's optimizer cannot be a %s."
              .formatted(optimizer.getClass().getSimpleName()));
    }
    return optimizer;
  }

  @Override
  protected void validate() {
    if (defaultOptimizer == null) {
      throw new IllegalArgumentException(
          "OptimizerMap: `default_optimizer` must be an optimizer. Received: None.");
    }
    requireSingle(defaultOptimizer);
    optimizerMap.values().forEach(o -> requireSingle((Optimizer) o));
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (config.remove("optimizer_map") instanceof Map<?, ?> given) {
      given.forEach(
          (path, spec) -> {
            if (!(spec instanceof Map<?, ?> m)
                || !(Configs.deserialize(Configs.copy(m), custom) instanceof Optimizer optimizer)) {
              throw new IllegalArgumentException(
                  "OptimizerMap: `optimizer_map` expects optimizers. Received: %s=%s."
                      .formatted(path, spec));
            }
            put(String.valueOf(path), optimizer);
          });
    }
    return config;
  }

  /** Returns the optimizer of all variables that no path or pattern names. */
  public Optimizer defaultOptimizer() {
    if (defaultOptimizer == null) {
      throw new IllegalStateException("OptimizerMap has no default optimizer.");
    }
    return defaultOptimizer;
  }

  /** Returns the optimizers by paths and patterns. */
  public Map<String, Optimizer> optimizers() {
    Map<String, Optimizer> out = new LinkedHashMap<>();
    optimizerMap.forEach((path, o) -> out.put(path, (Optimizer) o));
    return out;
  }

  /**
   * Returns the optimizer of the variable at a path.
   *
   * @throws IllegalArgumentException where several patterns match it
   */
  public Optimizer get(String path) {
    Map<String, Optimizer> all = optimizers();
    Optimizer exact = all.get(path);
    if (exact != null) {
      return exact;
    }
    Optimizer found = null;
    for (Map.Entry<String, Optimizer> e : all.entrySet()) {
      if (Pattern.matches(e.getKey(), path)) {
        if (found != null) {
          throw new IllegalArgumentException(
              "OptimizerMap: several patterns match the variable '%s'. Received: %s."
                  .formatted(path, all.keySet()));
        }
        found = e.getValue();
      }
    }
    return found == null ? defaultOptimizer() : found;
  }
}
