package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Functions;
import keras.initializers.Initializer;
import org.jspecify.annotations.Nullable;

/**
 * Initializers that cannot be made do not stop a model from being read, for its weights come with
 * the file: each is replaced by one that stands for it, and is written back as it was. A function
 * of Python's does not stop a config either, whose weights come later.
 */
final class OddInitializers {
  /** The class that stands for one that cannot be made. */
  static final String STAND_IN = "MissingInitializer";

  private final CustomObjects custom;
  private final boolean alsoClasses;
  private final Consumer<String> notes;

  /**
   * @param alsoClasses whether objects of classes that are not known are replaced, not functions
   *     alone
   */
  OddInitializers(CustomObjects custom, boolean alsoClasses, Consumer<String> notes) {
    this.custom = custom;
    this.alsoClasses = alsoClasses;
    this.notes = notes;
  }

  /** Returns a config of Keras 3 in which every initializer can be made. */
  @Nullable Object replace(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(replace(x)));
      return out;
    }
    if (!(json instanceof Map<?, ?> map)) {
      return json;
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          out.put(name, name.endsWith("_initializer") ? initializer(name, value) : replace(value));
        });
    return out;
  }

  private @Nullable Object initializer(String key, @Nullable Object given) {
    String function = given instanceof String id ? id : Functions.name(given);
    if (function != null) {
      return isKnown(function) || isOfKeras(given)
          ? given
          : standIn(
              key,
              function,
              Functions.description(function),
              "Keras has no function of that name.");
    }
    if (!alsoClasses
        || !(given instanceof Map<?, ?> map)
        || !(map.get("class_name") instanceof String name)) {
      return given;
    }
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    map.forEach((k, v) -> spec.put(String.valueOf(k), v));
    String why = reason(spec);
    return why == null ? spec : standIn(key, name, spec, why);
  }

  /** Whether a function says that it is one of Keras', of which those unknown here are refused. */
  private static boolean isOfKeras(@Nullable Object given) {
    return given instanceof Map<?, ?> map
        && map.get("module") instanceof String
        && !Configs.isElsewhere(map);
  }

  private static boolean isKnown(String function) {
    try {
      Initializer.get(function);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Map<String, @Nullable Object> standIn(
      String key, String name, Map<String, @Nullable Object> spec, String why) {
    notes.accept(
        "its `%s` %s cannot be made and draws no new weights: %s".formatted(key, name, why));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("spec", spec);
    config.put("why", why);
    Map<String, @Nullable Object> standIn = new LinkedHashMap<>();
    standIn.put("module", "keras.initializers");
    standIn.put("class_name", STAND_IN);
    standIn.put("config", config);
    standIn.put("registered_name", null);
    return standIn;
  }

  private @Nullable String reason(Map<String, @Nullable Object> spec) {
    try {
      List<String> unknown = UnknownClasses.of(Map.of("initializer", spec), custom).sentences();
      if (!unknown.isEmpty()) {
        return String.join(" ", unknown);
      }
      return Configs.deserialize(spec, custom) instanceof Initializer
          ? null
          : "It is no initializer.";
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
