package keras.io.configs;

import java.util.Map;
import keras.config.CustomObjects;
import keras.io.json.Json;
import keras.io.migration.Writer;
import keras.saving.ModelFormat;
import org.jspecify.annotations.Nullable;

/**
 * Models' architectures as JSON: what {@code to_json} of Keras 3 gives is written, and what that of
 * any Keras gives is read.
 */
public final class JsonConfigs implements ModelFormat.Json {
  /** Makes the format; a Java service. */
  public JsonConfigs() {}

  @Override
  public String write(Map<String, ? extends @Nullable Object> config) {
    return Json.write(config);
  }

  @Override
  public Map<String, @Nullable Object> read(String text, CustomObjects custom) {
    ConfigSource source = new ConfigSource("JSON", "");
    Map<String, @Nullable Object> config = source.parse(text);
    return ModelConfigs.upgrade(config, Writer.of(config), source, custom, source::print);
  }
}
