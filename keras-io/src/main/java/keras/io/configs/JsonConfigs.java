package keras.io.configs;

import java.util.LinkedHashMap;
import java.util.Map;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.io.json.Json;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.io.migration.Writer;
import keras.models.Model;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Models' architectures as JSON: what {@code to_json} of any Keras gives is read, and what that of
 * Keras 3, of tf_keras or of neither alone gives is written.
 */
public final class JsonConfigs implements ModelFormat.Json {
  /** Makes the format; a Java service. */
  public JsonConfigs() {}

  @Override
  public String write(Model model, SaveOptions options) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    if (options.dialect() != Dialect.KERAS_3) {
      WrittenConfigs configs =
          WrittenConfigs.of(model, "model.toJson", options.includeOptimizer(false));
      configs.tell();
      if (configs.target() != Target.KERAS_3) {
        spec.putAll(
            configs.target() == Target.PORTABLE
                ? FromKeras3.shared(configs.model())
                : FromKeras3.legacy(configs.model(), configs.target()));
        spec.put("keras_version", configs.version());
        spec.put("backend", "tensorflow");
        return Json.write(spec);
      }
    }
    spec.putAll(Configs.serialize(model));
    Map<String, @Nullable Object> compile =
        options.includeOptimizer() ? model.compileConfig() : null;
    if (compile != null) {
      spec.put("compile_config", compile);
    }
    return Json.write(spec);
  }

  @Override
  public Map<String, @Nullable Object> read(String text, CustomObjects custom) {
    ConfigSource source = new ConfigSource("JSON", "");
    Map<String, @Nullable Object> config = new LinkedHashMap<>(source.parse(text));
    Writer writer = Writer.of(config);
    Object compile = config.remove("compile_config"); // what it names may be missing
    Map<String, @Nullable Object> model =
        new LinkedHashMap<>(ModelConfigs.upgrade(config, writer, source, custom, source::print));
    if (compile != null) {
      model.put("compile_config", compile);
    }
    return model;
  }
}
