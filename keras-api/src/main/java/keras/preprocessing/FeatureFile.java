package keras.preprocessing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Names;
import keras.layers.Layer;
import keras.layers.Normalization;
import keras.saving.LayerFile;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.jspecify.annotations.Nullable;

/** The file of a {@link FeatureSpace}: what is written, and a space of what is read. */
final class FeatureFile implements LayerFile.Maker {
  private static final String CLASS = "FeatureSpace";
  private static final Set<String> KEYS =
      Set.of(
          "features",
          "output_mode",
          "crosses",
          "crossing_dim",
          "hashing_dim",
          "num_discretization_bins",
          "name");

  private @Nullable FeatureSpace made;

  private FeatureFile() {}

  static LayerFile of(
      String name,
      Map<String, @Nullable Object> config,
      Map<String, Layer> preprocessors,
      Map<String, Layer> crossers) {
    Map<String, @Nullable Object> build = new LinkedHashMap<>();
    preprocessors.forEach((key, layer) -> build.put(key, FeatureConfigs.build(layer)));
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.utils");
    spec.put("class_name", CLASS);
    spec.put("config", config);
    spec.put("registered_name", null);
    spec.put("build_config", build);
    return new LayerFile(spec, new FeatureLayers(name, preprocessors, crossers));
  }

  /** Reads a space; one that was saved before it had learned is still to be adapted. */
  static FeatureSpace read(Source source, LoadOptions options) {
    FeatureFile maker = new FeatureFile();
    ModelFormats.loadLayer(source, maker, options);
    FeatureSpace space = maker.made;
    if (space == null) {
      throw new IllegalStateException("FeatureSpace.load: nothing was read.");
    }
    boolean learned =
        space.preprocessors().values().stream()
            .allMatch(layer -> !(layer instanceof Normalization) || layer.isBuilt());
    if (learned) {
      space.learned();
    }
    return space;
  }

  @Override
  public boolean makes(Map<String, ? extends @Nullable Object> spec) {
    return CLASS.equals(spec.get("class_name"));
  }

  @Override
  public LayerFile make(Map<String, @Nullable Object> spec, CustomObjects custom) {
    if (!(spec.get("config") instanceof Map<?, ?> config)) {
      throw FeatureConfigs.refusal("a file", "a `config`", spec.get("config"));
    }
    FeatureSpace space = space(Configs.copy(config), custom);
    Map<String, Layer> preprocessors = space.preprocessors();
    made = space;
    return new LayerFile(spec, new FeatureLayers(Names.auto(CLASS), preprocessors, Map.of()));
  }

  static FeatureSpace space(Map<String, ? extends @Nullable Object> config, CustomObjects custom) {
    Set<String> unknown = new TreeSet<>(config.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "FeatureSpace: unknown config key(s) %s. Known keys: %s."
              .formatted(unknown, new TreeSet<>(KEYS)));
    }
    if (!(config.get("features") instanceof Map<?, ?> given)) {
      throw FeatureConfigs.refusal("a config", "a map of `features`", config.get("features"));
    }
    Map<String, Object> features = new LinkedHashMap<>();
    given.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          features.put(name, FeatureConfigs.feature(name, value, custom));
        });
    FeatureSpace space = new FeatureSpace(features);
    if (config.containsKey("hashing_dim")) {
      space.hashingDim(FeatureConfigs.integer("a config", config, "hashing_dim"));
    }
    if (config.containsKey("num_discretization_bins")) {
      space.numDiscretizationBins(
          FeatureConfigs.integer("a config", config, "num_discretization_bins"));
    }
    if (config.get("crossing_dim") != null) {
      space.crossingDim(FeatureConfigs.integer("a config", config, "crossing_dim"));
    }
    if (config.get("crosses") instanceof List<?> crosses) {
      space.crosses(
          crosses.stream()
              .map(each -> each instanceof Map ? FeatureConfigs.cross(each, 0) : each)
              .toList());
    } else if (config.get("crosses") != null) {
      throw FeatureConfigs.refusal("a config", "a list of `crosses`", config.get("crosses"));
    }
    if (config.get("name") instanceof String name) {
      space.name(name);
    }
    return config.get("output_mode") instanceof String mode ? space.outputMode(mode) : space;
  }
}
