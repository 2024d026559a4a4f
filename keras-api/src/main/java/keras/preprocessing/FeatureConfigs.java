package keras.preprocessing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.BuildShapes;
import keras.layers.Discretization;
import keras.layers.IntegerLookup;
import keras.layers.Layer;
import keras.layers.StringLookup;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The configs of features and of their crosses, as Keras spells them.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/feature_space.py}.
 */
final class FeatureConfigs {
  private static final String MODULE = "keras.src.layers.preprocessing.feature_space";
  private static final String PLAIN = "TFDIdentity";

  private FeatureConfigs() {}

  /** Returns {@code {module, class_name, config, registered_name}} of a class beside the space. */
  private static Map<String, @Nullable Object> spec(
      String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", MODULE);
    spec.put("class_name", className);
    spec.put("config", config);
    spec.put("registered_name", className);
    return spec;
  }

  static Map<String, @Nullable Object> of(Feature feature) {
    Layer layer = feature.layer();
    Map<String, @Nullable Object> inner = new LinkedHashMap<>(Configs.serialize(layer));
    if (feature.isPlain()) {
      inner = spec(PLAIN, layer.config());
    }
    if (layer instanceof Discretization bins
        && bins.binBoundaries().length > 0
        && inner.get("config") instanceof Map<?, ?> given
        && given.get("num_bins") == null) {
      Map<String, @Nullable Object> counted = Configs.copy(given);
      counted.put("num_bins", bins.binBoundaries().length + 1); // Keras does not count them
      inner.put("config", counted);
    }
    Map<String, @Nullable Object> build = build(layer);
    if (build != null) {
      inner.put("build_config", build);
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("dtype", feature.dtype());
    config.put("preprocessor", inner);
    config.put("output_mode", feature.outputMode());
    return spec("Feature", config);
  }

  /** Returns what a layer was built for; null where it is not built, empty where it needs none. */
  static @Nullable Map<String, @Nullable Object> build(Layer layer) {
    if (layer instanceof IntegerLookup || layer instanceof StringLookup) {
      return new LinkedHashMap<>();
    }
    Arguments<Shape> built = layer.builtFor();
    return built == null ? null : BuildShapes.config(built);
  }

  static Map<String, @Nullable Object> of(Cross cross) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("feature_names", cross.featureNames());
    config.put("crossing_dim", cross.crossingDim());
    config.put("output_mode", cross.outputMode());
    return spec("Cross", config);
  }

  /** Reads a feature: the name of a kind, or what {@link #of(Feature)} returns. */
  static Object feature(String name, @Nullable Object json, CustomObjects custom) {
    if (json instanceof String kind) {
      return kind;
    }
    Map<String, @Nullable Object> config = config("feature '" + name + "'", "Feature", json);
    if (!(config.get("preprocessor") instanceof Map<?, ?> given)) {
      throw refusal("feature '" + name + "'", "a `preprocessor` with its class and config", config);
    }
    Map<String, @Nullable Object> inner = Configs.copy(given);
    if (!(Configs.deserializeBuilt(inner, custom) instanceof Layer layer)) {
      throw refusal("feature '" + name + "'", "a layer as its `preprocessor`", given);
    }
    return Feature.of(
        text(config, "dtype"),
        layer,
        text(config, "output_mode"),
        PLAIN.equals(inner.get("class_name")));
  }

  /** Reads a cross: the names of its features, or what {@link #of(Cross)} returns. */
  static Cross cross(@Nullable Object json, int crossingDim) {
    if (json instanceof List<?> names) {
      return new Cross(names.stream().map(String::valueOf).toList(), crossingDim, "one_hot");
    }
    Map<String, @Nullable Object> config = config("a cross", "Cross", json);
    List<String> names = new ArrayList<>();
    if (config.get("feature_names") instanceof List<?> given) {
      given.forEach(each -> names.add(String.valueOf(each)));
    }
    if (names.isEmpty()) {
      throw refusal("a cross", "a list of `feature_names`", config);
    }
    return new Cross(
        names,
        integer("a cross", config, "crossing_dim"),
        config.containsKey("output_mode") ? text(config, "output_mode") : "one_hot");
  }

  /** Throws unless the crosses are of features that are there. */
  static void requireKnown(List<?> crosses, Set<String> features) {
    for (Object each : crosses) {
      List<?> names =
          each instanceof Cross cross
              ? cross.featureNames()
              : each instanceof List<?> list ? list : List.of(each);
      if (!features.containsAll(names)) {
        throw new IllegalArgumentException(
            "FeatureSpace: `crosses` must be of the features %s. Received: %s."
                .formatted(features, names));
      }
    }
  }

  static int integer(String who, Map<String, ? extends @Nullable Object> config, String key) {
    if (config.get(key) instanceof Number n && n.doubleValue() == n.intValue()) {
      return n.intValue();
    }
    throw refusal(who, "an integer `" + key + "`", config.get(key));
  }

  private static String text(Map<String, ? extends @Nullable Object> config, String key) {
    if (config.get(key) instanceof String text) {
      return text;
    }
    throw refusal("a feature", "a text `" + key + "`", config.get(key));
  }

  private static Map<String, @Nullable Object> config(
      String who, String className, @Nullable Object json) {
    if (json instanceof Map<?, ?> spec
        && className.equals(spec.get("class_name"))
        && spec.get("config") instanceof Map<?, ?> config) {
      return Configs.copy(config);
    }
    throw refusal(who, "keras' " + className + " with its `config`", json);
  }

  static IllegalArgumentException refusal(String who, String expected, @Nullable Object received) {
    String shown = Objects.toString(received);
    return new IllegalArgumentException(
        "FeatureSpace: expected %s for %s. Received: %s."
            .formatted(expected, who, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
  }
}
