package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.io.configs.BuildConfigs;
import keras.io.configs.Differences;
import keras.io.configs.Notices;
import keras.io.configs.WrittenConfigs;
import keras.io.json.Json;
import keras.io.migration.CompileConfigs;
import keras.io.migration.Converted;
import keras.io.migration.Difference;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.models.Model;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A model's config as a {@code .keras} file holds it, with what it was compiled with and the shape
 * it was built for.
 *
 * @param dialect the one that was asked for, or that of Keras 3 where a portable file cannot be
 * @param notices who cannot read it, and who will train the model otherwise
 */
record WrittenConfig(
    Dialect dialect, Map<String, @Nullable Object> config, String version, List<String> notices) {
  /**
   * Returns the config.
   *
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  static WrittenConfig of(Model model, String file, Dialect dialect) {
    List<String> obstacles = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    Map<String, @Nullable Object> config =
        convert(model, Target.of(dialect), obstacles, differences);
    if (dialect == Dialect.PORTABLE && !StatePlan.isPortable(model)) {
      obstacles.add(StatePlan.SHARED);
    }
    if (obstacles.isEmpty()) {
      return new WrittenConfig(
          dialect, config, version(dialect), Differences.sentences(model, file, differences));
    }
    String why = String.join("; ", obstacles);
    if (dialect == Dialect.TF_KERAS) {
      throw new UnsupportedOperationException(
          "%s: tf_keras cannot read this model: %s. Save it for Keras 3, by SaveOptions.Dialect.KERAS_3."
              .formatted(file, why));
    }
    for (Dialect other : List.of(Dialect.KERAS_3, Dialect.TF_KERAS)) {
      List<String> left = new ArrayList<>();
      differences.clear();
      Map<String, @Nullable Object> otherwise = convert(model, Target.of(other), left, differences);
      if (left.isEmpty() && dialect == Dialect.PORTABLE) {
        List<String> notices =
            new ArrayList<>(
                List.of(
                    "%s: written for %s alone: %s."
                        .formatted(file, other == Dialect.KERAS_3 ? "Keras 3" : "tf_keras", why)));
        notices.addAll(Differences.sentences(model, file, differences));
        return new WrittenConfig(other, otherwise, version(other), notices);
      }
    }
    throw new UnsupportedOperationException(
        "%s: Keras 3 cannot read this model: %s. Save it for tf_keras, by SaveOptions.Dialect.TF_KERAS."
            .formatted(file, why));
  }

  private static String version(Dialect dialect) {
    return Target.of(dialect).version();
  }

  /** Prints the notices, each once for a model. */
  void tell(Model model) {
    notices.forEach(notice -> Notices.tell(model, notice));
  }

  /** Returns the config as JSON. */
  String text() {
    return Json.write(config);
  }

  /** Returns what the file says about itself, as JSON. */
  String metadata() {
    return metadata(version);
  }

  static String metadata(String version) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("keras_version", version);
    metadata.put("date_saved", DateSaved.now());
    return Json.write(metadata);
  }

  private static Map<String, @Nullable Object> convert(
      Model model, Target target, List<String> obstacles, List<Difference> differences) {
    Converted converted = FromKeras3.convert(Configs.serialize(model), target);
    obstacles.addAll(converted.obstacles());
    differences.addAll(converted.differences());
    Map<String, @Nullable Object> config = converted.config();
    if (target != Target.KERAS_3) {
      config = FromKeras3.shared(config);
    }
    Map<String, @Nullable Object> build = BuildConfigs.of(model);
    if (build != null) {
      config.put("build_config", build);
    }
    Map<String, @Nullable Object> compile = model.compileConfig();
    if (compile != null) {
      Converted compiled =
          CompileConfigs.convertForArchive(compile, target, WrittenConfigs.outputs(model));
      obstacles.addAll(compiled.obstacles());
      differences.addAll(compiled.differences());
      config.put("compile_config", compiled.config());
    }
    return config;
  }
}
