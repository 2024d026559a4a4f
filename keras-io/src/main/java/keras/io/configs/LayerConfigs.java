package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.io.migration.ToKeras3;
import keras.io.migration.Upgraded;
import keras.io.migration.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The configs of layers within something that is no model, as a {@code FeatureSpace} has one for
 * each feature, under the key {@code preprocessor}.
 */
public final class LayerConfigs {
  private static final String LAYER = "preprocessor";

  private final Writer writer;
  private final CustomObjects custom;
  private final ConfigSource source;
  private final Set<String> reasons = new LinkedHashSet<>();

  /** Reads configs of a Keras. */
  public LayerConfigs(Writer writer, CustomObjects custom, ConfigSource source) {
    this.writer = writer;
    this.custom = custom;
    this.source = source;
  }

  /**
   * Returns a config whose layers are in the form of today's Keras 3.
   *
   * @throws keras.saving.ModelFormatException that lists every class that is missing
   */
  public Map<String, @Nullable Object> upgrade(Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    config.forEach((key, value) -> out.put(key, value(key, value)));
    if (!reasons.isEmpty()) {
      throw source.error("the layers cannot be built:", new ArrayList<>(reasons));
    }
    return out;
  }

  private @Nullable Object value(String key, @Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(value("", item)));
      return out;
    }
    if (!(json instanceof Map<?, ?> map)) {
      return json;
    }
    if (key.equals(LAYER) && map.get("class_name") instanceof String) {
      Upgraded layer = source.guarded(() -> ToKeras3.model(Configs.copy(map), writer));
      reasons.addAll(UnknownClasses.of(layer.config(), custom).sentences());
      reasons.addAll(layer.problems());
      return layer.config();
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    map.forEach((k, v) -> out.put(String.valueOf(k), value(String.valueOf(k), v)));
    return out;
  }
}
