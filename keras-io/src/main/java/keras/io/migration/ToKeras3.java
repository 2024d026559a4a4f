package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a config that any Keras wrote into the config of Keras 3, the only one that layers know.
 *
 * <pre>{@code
 * Upgraded model = ToKeras3.model(config, Writer.of("2.15.0"));
 * }</pre>
 *
 * <p>What differs for a class is a row of a table. What Keras 3 cannot express is reported rather
 * than dropped.
 */
public final class ToKeras3 {
  /** Classes that are values rather than objects, and pass as they are. */
  private static final Set<String> VALUES =
      Set.of(
          "__ellipsis__",
          "__keras_tensor__",
          "__lambda__",
          "__numpy__",
          "__slice__",
          "__tensor__",
          "__typespec__",
          "function");

  /** The modules that mean Keras itself, whatever package it came in. */
  private static final String KERAS_MODULE =
      "(tf_keras|keras|tensorflow\\.(python\\.)?keras|tensorflow\\.keras|keras_core)(\\..*)?";

  private final Writer writer;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ToKeras3(Writer writer) {
    this.writer = writer;
  }

  /**
   * Returns a model as Keras 3 would write it: {@code {module, class_name, config,
   * registered_name}}.
   *
   * @param config a model's {@code class_name} and {@code config}, as files and JSON hold them
   */
  public static Upgraded model(Map<String, ?> config, Writer writer) {
    ToKeras3 upgrade = new ToKeras3(writer);
    Map<String, @Nullable Object> spec = upgrade.object(Kind.LAYER, Maps.copy(config));
    spec.keySet().removeAll(List.of("keras_version", "backend"));
    LayerNames.plain(spec);
    return new Upgraded(spec, List.copyOf(upgrade.problems), List.copyOf(upgrade.notes));
  }

  /** Returns values as Keras 3 would write them, each by the key it stands under. */
  static Upgraded values(Map<String, ?> values, Writer writer) {
    ToKeras3 upgrade = new ToKeras3(writer);
    Map<String, @Nullable Object> out = Maps.copy(values);
    out.replaceAll(upgrade::value);
    return new Upgraded(out, List.copyOf(upgrade.problems), List.copyOf(upgrade.notes));
  }

  // ---------------------------------------------------------------- objects

  private Map<String, @Nullable Object> object(Kind kind, Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>(spec);
    String given = String.valueOf(out.get("class_name"));
    String bare = given.substring(given.indexOf('>') + 1);
    if (!bare.equals(given)) {
      out.putIfAbsent("registered_name", given);
    }
    requireKeys(bare, out.get("config"));
    Map<String, @Nullable Object> config = Models.config(bare, out.get("config"));
    String className = bare;
    if (kind == Kind.LAYER && writer.generation() == 1) {
      className = Keras1Upgrades.of(className).apply(subject(className, config));
    }
    className = UpgradeRows.of(kind, className).apply(subject(className, config));
    Numerics.read(kind.row, className, out, config, writer);
    if (kind == Kind.LAYER) {
      Layers.upgrade(config);
    }
    boolean model = config.get("layers") instanceof List<?>;
    if (model) {
      className = Models.prepare(className, config);
    }
    config.replaceAll(this::value);
    if (model) {
      GraphUpgrade.upgrade(config, problems::add);
      if (!writer.isKeras3()) {
        MergedMasks.say(config, true);
      }
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    Object module = out.get("module");
    if (module == null && kind == Kind.LAYER && writer.isKeras3()) {
      module = TfOperations.module(className, config);
    }
    result.put("module", module(kind, className, module));
    result.put("class_name", className);
    result.put("config", config);
    boolean renamed = !className.equals(bare);
    result.put("registered_name", renamed ? null : out.get("registered_name"));
    out.forEach(
        (key, value) -> {
          if (!result.containsKey(key)) {
            result.put(key, value);
          }
        });
    return result;
  }

  /**
   * As in Keras 3, what is empty stands for no keys; anything else but keys and values is wrong.
   */
  private void requireKeys(String className, @Nullable Object config) {
    boolean empty = config == null || (config instanceof List<?> list && list.isEmpty());
    boolean layers = config instanceof List<?> && className.equals("Sequential");
    if (!empty && !layers && !(config instanceof Map<?, ?>)) {
      problems.add(
          "%s: expected a `config` of keys and values. Received: config=%s."
              .formatted(className, Shown.of(config)));
    }
  }

  private UpgradeRow.Subject subject(String className, Map<String, @Nullable Object> config) {
    return new UpgradeRow.Subject(className, config, writer, problems::add, notes::add);
  }

  /** Keras' own modules have moved; those of the user's own stay, with no meaning here. */
  private static @Nullable Object module(Kind kind, String className, @Nullable Object given) {
    if (Models.CLASSES.containsKey(className) && (given == null || isKeras(given))) {
      return Models.CLASSES.get(className);
    }
    if (kind == Kind.OTHER || (given instanceof String m && m.startsWith("keras.src.ops"))) {
      return given;
    }
    return given == null || isKeras(given) ? kind.module : given;
  }

  private static boolean isKeras(Object module) {
    return module instanceof String m && m.matches(KERAS_MODULE);
  }

  // ---------------------------------------------------------------- values

  private @Nullable Object value(String key, @Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(value(key, x)));
      return out;
    }
    if (json instanceof String name) {
      return name(key, name);
    }
    if (!(json instanceof Map<?, ?> map)) {
      return json;
    }
    Map<String, @Nullable Object> copy = Maps.copy(map);
    if (isFlat(key, copy)) {
      Map<String, @Nullable Object> config = Maps.copy(copy);
      copy.clear();
      copy.put("class_name", config.remove("name"));
      copy.put("config", config);
    }
    if (!(copy.get("class_name") instanceof String className)) {
      Kind kind = Kind.of(key);
      boolean byOutput = kind == Kind.LOSS || kind == Kind.METRIC;
      copy.replaceAll((k, v) -> value(byOutput ? key : k, v));
      return copy;
    }
    if (className.equals("__tuple__") || className.equals("TensorShape")) {
      Object config = copy.get("config");
      Object items = config instanceof Map<?, ?> c ? c.get("value") : copy.get("items");
      return value(key, items);
    }
    if (VALUES.contains(className)) {
      return copy;
    }
    Map<String, @Nullable Object> object = object(Kind.of(key), copy);
    if (Kind.of(key) == Kind.LAYER && !key.equals("layers")) {
      LayerNames.plain(object);
    }
    return object;
  }

  /** Keras 1 wrote the name of a regularizer or a constraint among its arguments. */
  private static boolean isFlat(String key, Map<String, @Nullable Object> map) {
    return (Kind.of(key) == Kind.REGULARIZER || Kind.of(key) == Kind.CONSTRAINT)
        && !map.containsKey("class_name")
        && map.get("name") instanceof String;
  }

  private String name(String key, String name) {
    if (key.endsWith("activation")) {
      return !writer.isKeras3() && name.equals("hard_sigmoid")
          ? ObjectUpgrades.HARD_SIGMOID
          : ObjectUpgrades.ACTIVATIONS.getOrDefault(name, name);
    }
    return Kind.of(key) == Kind.INITIALIZER
        ? ObjectUpgrades.INITIALIZERS.getOrDefault(name, name)
        : name;
  }
}
