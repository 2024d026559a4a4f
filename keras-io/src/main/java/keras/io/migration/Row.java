package keras.io.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one class's config differs between Keras 3 and tf_keras; a row of {@link Rows}.
 *
 * <p>Steps are pure functions of the config, run in the order in which they were declared.
 */
final class Row {
  /** Changes a config for a target and reports what is lost. */
  interface Step {
    void run(Map<String, @Nullable Object> config, Target target, Consumer<String> obstacle);
  }

  private final List<Step> steps = new ArrayList<>();
  private final List<Step> forKeras3 = new ArrayList<>();
  private @Nullable String module;
  private @Nullable String className;

  /** Returns the row of a class that tf_keras does not have. */
  static Row alone() {
    return new Row().refuses(config -> true, "the class is Keras 3's alone");
  }

  /** Turns Keras 3's config into the target's, in place; obstacles go to {@code obstacle}. */
  void apply(Map<String, @Nullable Object> config, Target target, Consumer<String> obstacle) {
    if (target != Target.TF_KERAS) {
      forKeras3.forEach(s -> s.run(config, target, obstacle));
    }
    if (target.tfKerasReads()) {
      steps.forEach(s -> s.run(config, target, obstacle));
    }
  }

  /** Gives the class its name in tf_keras, which Keras 3 does not know. */
  Row becomes(String module, String className) {
    this.module = module;
    this.className = className;
    return parts(
        config -> true, "tf_keras calls it %s, which Keras 3 does not know".formatted(className));
  }

  /** Names the class of a converted object as the target does. */
  void name(Map<String, @Nullable Object> spec, Target target) {
    if (target == Target.TF_KERAS && className != null) {
      spec.put("module", module);
      spec.put("class_name", className);
      spec.put("registered_name", className);
    }
  }

  /** Whether tf_keras has the class under a name that Keras 3 does not know. */
  static boolean isRenamed(Map<String, @Nullable Object> spec) {
    return spec.get("module") instanceof String m && m.startsWith("tf_keras.");
  }

  /**
   * Drops a key that tf_keras does not know.
   *
   * @param harmless the value that asks for nothing which tf_keras would not do
   */
  Row drops(String key, @Nullable Object harmless) {
    return step(
        (config, target, obstacle) -> {
          if (config.containsKey(key)) {
            Object value = config.remove(key);
            if (!same(harmless, value)) {
              obstacle.accept("`%s=%s` is Keras 3's alone".formatted(key, Shown.of(value)));
            }
          }
        });
  }

  /** Drops a key that tf_keras does not know, whatever its value: a seed, or what it finds out. */
  Row drops(String key) {
    return step((config, target, obstacle) -> config.remove(key));
  }

  /** Gives a key the name that tf_keras knows it by, and that Keras 3 still reads. */
  Row renames(String key, String name) {
    return step(
        (config, target, obstacle) -> {
          if (config.containsKey(key)) {
            config.put(name, config.remove(key));
          }
        });
  }

  /** Adds what tf_keras writes and Keras 3 refuses. */
  Row adds(String key, @Nullable Object value) {
    return tfKeras(config -> config.putIfAbsent(key, value));
  }

  /** Changes the config for tf_keras alone. */
  Row tfKeras(Consumer<Map<String, @Nullable Object>> edit) {
    return step(
        (config, target, obstacle) -> {
          if (target == Target.TF_KERAS) {
            edit.accept(config);
          }
        });
  }

  /** Changes the config for tf_keras, alone or beside Keras 3. */
  Row edits(Consumer<Map<String, @Nullable Object>> edit) {
    return step((config, target, obstacle) -> edit.accept(config));
  }

  /** Changes the config for a target. */
  Row edits(BiConsumer<Map<String, @Nullable Object>, Target> edit) {
    return step((config, target, obstacle) -> edit.accept(config, target));
  }

  /** Reports an obstacle to tf_keras, alone or beside Keras 3. */
  Row refuses(Predicate<Map<String, @Nullable Object>> when, String why) {
    return step(
        (config, target, obstacle) -> {
          if (when.test(config)) {
            obstacle.accept(why);
          }
        });
  }

  /** Reports an obstacle to one config for both. */
  Row parts(Predicate<Map<String, @Nullable Object>> when, String why) {
    return step(
        (config, target, obstacle) -> {
          if (target == Target.PORTABLE && when.test(config)) {
            obstacle.accept(why);
          }
        });
  }

  /** Reports an obstacle to Keras 3, alone or beside tf_keras: the latter alone can say it. */
  Row tfKerasAlone(
      Predicate<Map<String, @Nullable Object>> when,
      Function<Map<String, @Nullable Object>, String> why) {
    forKeras3.add(
        (config, target, obstacle) -> {
          if (when.test(config)) {
            obstacle.accept(why.apply(config));
          }
        });
    return this;
  }

  /** Takes a step of its own. */
  Row step(Step step) {
    steps.add(step);
    return this;
  }

  /** Whether two JSON values are equal, 1 and 1.0 being the same number. */
  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    if (a instanceof List<?> x && b instanceof List<?> y && x.size() == y.size()) {
      for (int i = 0; i < x.size(); i++) {
        if (!same(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    return Objects.equals(a, b);
  }
}
