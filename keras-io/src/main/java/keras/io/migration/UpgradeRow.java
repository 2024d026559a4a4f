package keras.io.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one class of an older Keras is in Keras 3: a row of {@link UpgradeRows}. Its steps change a
 * copy of the config, in the order in which they were declared; on a config of Keras 3 they find
 * nothing to do.
 */
final class UpgradeRow {
  /** One config on its way: whose it is, and where to tell what cannot be carried over. */
  record Subject(
      String className,
      Map<String, @Nullable Object> config,
      Writer writer,
      Consumer<String> problems,
      Consumer<String> notes) {
    /** Reports what stops the model from being built, as {@code LSTM 'encoder': ...}. */
    void refuse(String why) {
      problems.accept(who() + ": " + why);
    }

    /** Reports what training will do without, as {@code Embedding 'words' trains ...}. */
    void tell(String what) {
      notes.accept(who() + " " + what);
    }

    private String who() {
      Object name = config.get("name");
      return name == null ? className : className + " '" + name + "'";
    }
  }

  private final List<Consumer<Subject>> steps = new ArrayList<>();
  private Function<Map<String, @Nullable Object>, @Nullable String> newName = config -> null;

  /** Returns a row of a class that has another name in Keras 3. */
  static UpgradeRow to(String className) {
    return new UpgradeRow().becomes(config -> className);
  }

  /** Lets the config, before it changes, decide the name of the class; null leaves it. */
  UpgradeRow becomes(Function<Map<String, @Nullable Object>, @Nullable String> name) {
    newName = name;
    return this;
  }

  /** Drops keys that say nothing about what is computed. */
  UpgradeRow drops(String... keys) {
    return step(s -> s.config().keySet().removeAll(Arrays.asList(keys)));
  }

  /** Drops a key that Keras 3 does not have, and refuses all values but those it acts on. */
  UpgradeRow pins(String key, @Nullable Object... harmless) {
    return step(
        s -> {
          if (s.config().containsKey(key)) {
            Object value = s.config().remove(key);
            if (Arrays.stream(harmless).noneMatch(h -> same(h, value))) {
              s.refuse("Keras 3 has no `%s=%s`.".formatted(key, value));
            }
          }
        });
  }

  /** Gives a key the name it has in Keras 3. */
  UpgradeRow renames(String key, String name) {
    return edits(
        config -> {
          if (config.containsKey(key)) {
            Object value = config.remove(key);
            config.putIfAbsent(name, value);
          }
        });
  }

  /** Writes down what was the default of the older Keras where the key is missing. */
  UpgradeRow defaults(String key, @Nullable Object value) {
    return edits(config -> config.putIfAbsent(key, value));
  }

  /** Replaces a value. */
  UpgradeRow replaces(String key, @Nullable Object from, Object to) {
    return edits(
        config -> {
          if (config.containsKey(key) && same(from, config.get(key))) {
            config.put(key, to);
          }
        });
  }

  /** Changes the config. */
  UpgradeRow edits(Consumer<Map<String, @Nullable Object>> edit) {
    return step(s -> edit.accept(s.config()));
  }

  /** Changes the config and may refuse it. */
  UpgradeRow step(Consumer<Subject> step) {
    steps.add(step);
    return this;
  }

  /** Runs the steps on a config that is the caller's own, and returns the name of the class. */
  String apply(Subject subject) {
    String name = newName.apply(subject.config());
    steps.forEach(s -> s.accept(subject));
    return Objects.requireNonNullElse(name, subject.className());
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    return Objects.equals(a, b);
  }
}
