package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import keras.config.Functions;
import keras.ops.TfFunctions;
import org.jspecify.annotations.Nullable;

/**
 * Turns Keras 3's configs into those of tf_keras, or into one that both read, by a table with a row
 * for each class that differs.
 *
 * <pre>{@code
 * Converted model = FromKeras3.convert(Configs.serialize(model), Target.PORTABLE);
 * if (model.obstacles().isEmpty()) {
 *   write(FromKeras3.legacy(model.config(), Target.PORTABLE));
 * }
 * }</pre>
 *
 * <p>A pure function of maps, lists and values as JSON has them; what it is given stays as it is.
 * For the target Keras 3 it is a copy.
 */
public final class FromKeras3 {
  /** TensorFlow's rule for names of scopes, which tf_keras makes of its layers' names. */
  private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*");

  private static final String OPERATIONS =
      "its graph has operations that are no layers, which tf_keras and Keras 3 write differently";

  private final Target target;
  private final Target file;
  private final List<String> obstacles = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  private FromKeras3(Target target, Target file) {
    this.target = target;
    this.file = file;
  }

  /**
   * Converts a serialized object, such as a model or an optimizer, with all that it holds.
   *
   * @param spec {@code {module, class_name, config, registered_name}}
   */
  public static Converted convert(Map<String, ? extends @Nullable Object> spec, Target target) {
    return convert(spec, target, target);
  }

  /** The same for a part of a file that is otherwise for another Keras. */
  static Converted convert(
      Map<String, ? extends @Nullable Object> spec, Target target, Target file) {
    FromKeras3 conversion = new FromKeras3(target, file);
    Map<String, @Nullable Object> config = map(conversion.value(spec));
    return new Converted(
        config, List.copyOf(conversion.obstacles), List.copyOf(conversion.differences));
  }

  private @Nullable Object value(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(value(item)));
      return out;
    }
    if (!(json instanceof Map<?, ?> given)) {
      return json;
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    Map<?, ?> from =
        target.tfKerasReads() && Rows.isModel(Maps.copy(given)) ? unmasked(given) : given;
    from.forEach((k, v) -> out.put(String.valueOf(k), value(v)));
    return out.get("config") instanceof Map<?, ?> && out.containsKey("class_name")
        ? object(out)
        : out;
  }

  /** Copies a model without the masks that tf_keras makes by itself. */
  private static Map<?, ?> unmasked(Map<?, ?> model) {
    Map<String, @Nullable Object> copy = map(copied(model));
    if (copy.get("config") instanceof Map<?, ?> config) {
      MergedMasks.say(map(config), false);
      ImpliedMasks.drop(map(config));
    }
    return copy;
  }

  private static @Nullable Object copied(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(copied(x)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), copied(v)));
      return out;
    }
    return json;
  }

  /** Converts one object whose parts are converted already. */
  private @Nullable Object object(Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> config = map(spec.get("config"));
    String className = String.valueOf(spec.get("class_name"));
    if (target.tfKerasReads()) {
      if (className.equals("DTypePolicy")) {
        return policy(String.valueOf(config.get("name")));
      }
      if (className.equals("SeedGenerator")) {
        return config.get("seed");
      }
    }
    String who =
        config.get("name") instanceof String name ? className + " '" + name + "'" : className;
    Numerics.write(spec, config, target, file, differences::add);
    if (LegacyReader.isOperation(spec)) {
      operation(spec, who);
      return spec;
    }
    if (target != Target.TF_KERAS && TfOperations.isFunction(spec)) {
      obstacles.add(who + ": the function " + config.get("function") + " is tf_keras' alone");
    } else if (TfNodes.isNode(spec)) {
      TfNodes.write(config);
      ofTfKerasAlone(spec, who, "a node of TensorFlow's graph");
    } else if (TfFunctions.isAddedLoss(spec)) {
      ofTfKerasAlone(spec, who, "a loss that a functional model adds");
    }
    Row row = Rows.of(spec);
    row.apply(config, target, why -> obstacles.add(who + ": " + why));
    row.name(spec, target);
    if (Rows.isLayer(spec)) {
      List<String> keys = config.keySet().stream().filter(k -> k.endsWith("activation")).toList();
      for (String key : keys) {
        ObjectRows.activations(key).apply(config, target, why -> obstacles.add(who + ": " + why));
        ObjectRows.keras2(key, config, target, why -> obstacles.add(who + ": " + why));
      }
      if (target.tfKerasReads()
          && config.get("name") instanceof String name
          && !SCOPE.matcher(name).matches()) {
        obstacles.add(
            who + ": tf_keras takes names of ASCII letters, digits and any of _.\\/>- alone");
      }
    }
    return spec;
  }

  /** Writes a layer that tf_keras has beside its base class, and Keras 3 has not. */
  private void ofTfKerasAlone(Map<String, @Nullable Object> spec, String who, String what) {
    spec.put("module", "tf_keras.src.engine.base_layer");
    spec.put("registered_name", spec.get("class_name"));
    if (target != Target.TF_KERAS) {
      obstacles.add("%s: %s is tf_keras' alone".formatted(who, what));
    }
  }

  /** Both have operations in their graphs, each in a form of its own. */
  private void operation(Map<String, @Nullable Object> spec, String who) {
    if (spec.remove("of_integers") != null && target == Target.KERAS_3) {
      obstacles.add(
          who + ": of integers, Keras 3's operation gives another dtype than TensorFlow's");
    }
    if (target == Target.PORTABLE && !obstacles.contains(OPERATIONS)) {
      obstacles.add(OPERATIONS);
    } else if (target == Target.TF_KERAS && !TfOperations.downgrade(spec)) {
      obstacles.add(who + ": TensorFlow has no such function, or not with these arguments");
    }
  }

  /** Both read the plain name; tf_keras writes it so for the plain dtypes alone. */
  private Object policy(String name) {
    if (target == Target.PORTABLE || !name.startsWith("mixed_")) {
      return name;
    }
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.mixed_precision");
    spec.put("class_name", "Policy");
    spec.put("config", new LinkedHashMap<String, Object>(Map.of("name", name)));
    spec.put("registered_name", null);
    return spec;
  }

  /** Returns why a portable config does not serve both Kerases in legacy HDF5 files. */
  public static List<String> obstaclesInLegacy(Map<String, @Nullable Object> converted) {
    return LegacyReader.obstacles(converted);
  }

  /**
   * Returns a converted model's config as legacy HDF5 files have it: {@code {class_name, config}},
   * for the layers of models too.
   *
   * <p>A layer that Keras 3's reader of these files would get wrong keeps its module, which makes
   * that reader take the better way.
   */
  public static Map<String, @Nullable Object> legacy(
      Map<String, @Nullable Object> spec, Target target) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(map(spec.get("config")));
    if (Rows.isModel(spec) && config.get("layers") instanceof List<?> layers) {
      List<@Nullable Object> out = new ArrayList<>();
      layers.forEach(layer -> out.add(legacy(map(layer), target)));
      config.put("layers", out);
    }
    config.replaceAll((key, value) -> bareName(key, value, target));
    Map<String, @Nullable Object> out = new LinkedHashMap<>(spec);
    out.put("config", config);
    if (target == Target.TF_KERAS || !LegacyReader.needsModule(spec)) {
      Object custom = spec.get("module") == null ? spec.get("registered_name") : null;
      out.put("class_name", custom == null ? spec.get("class_name") : custom);
      out.keySet().removeAll(List.of("module", "registered_name"));
    }
    return out;
  }

  /**
   * Returns a function of the user's own by its bare name, as tf_keras wants it in these files, and
   * Keras 3 finds an initializer too.
   */
  private static @Nullable Object bareName(String key, @Nullable Object value, Target target) {
    boolean bare =
        (target == Target.TF_KERAS && key.endsWith("activation"))
            || (target.tfKerasReads() && key.endsWith("_initializer"));
    String name = bare ? Functions.name(value) : null;
    return name == null ? value : name;
  }

  /**
   * Returns a converted model's config with names of classes that both Kerases find: each has its
   * Functional in another module, and both call it {@code keras.Model}, too.
   */
  public static Map<String, @Nullable Object> shared(Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>(spec);
    if ("Functional".equals(spec.get("class_name")) && spec.get("module") != null) {
      out.put("module", "keras");
      out.put("class_name", "Model");
      out.put("registered_name", null);
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(map(spec.get("config")));
    if (config.get("layers") instanceof List<?> layers) {
      List<@Nullable Object> named = new ArrayList<>();
      layers.forEach(layer -> named.add(shared(map(layer))));
      config.put("layers", named);
    }
    out.put("config", config);
    return out;
  }

  @SuppressWarnings("unchecked") // the maps of a conversion are its own, with string keys
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      return (Map<String, @Nullable Object>) value;
    }
    throw new IllegalArgumentException(
        "Expected keys and values. Received: %s.".formatted(Shown.of(value)));
  }
}
