package keras.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import keras.config.Configs;
import keras.config.KerasObject;
import org.jspecify.annotations.Nullable;

/** Objects as Keras 3 writes them to files. */
public final class Specs {
  private Specs() {}

  /** Returns {@code {module, class_name, config, registered_name}}. */
  public static Map<String, @Nullable Object> spec(
      String module, String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", module);
    spec.put("class_name", className);
    spec.put("config", config);
    spec.put("registered_name", null);
    return spec;
  }

  /** Returns the object that Keras would make of a class and arguments. */
  public static <T extends KerasObject> T make(
      Class<T> type, String module, String className, Map<String, @Nullable Object> config) {
    return type.cast(Configs.deserialize(spec(module, className, config)));
  }
}
