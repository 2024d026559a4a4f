package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every class whose config differs between Keras 3 and tf_keras, a row each. */
final class Rows {
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
  private static final Row NONE = new Row();
  private static final Map<String, Row> ALL = new LinkedHashMap<>();

  static {
    LayerRows.addTo(ALL);
    ObjectRows.addTo(ALL);
    TrainingRows.addTo(ALL);
  }

  private Rows() {}

  /** Returns the row of a serialized object's class, an empty one where nothing differs. */
  static Row of(Map<String, @Nullable Object> spec) {
    return ALL.getOrDefault(kind(spec) + "." + className(spec), NONE);
  }

  /** Whether a serialized object is a model of the library's own classes. */
  static boolean isModel(Map<String, @Nullable Object> spec) {
    return kind(spec).equals("models");
  }

  /** Whether a serialized object is a layer or a model, of whatever class. */
  static boolean isLayer(Map<String, @Nullable Object> spec) {
    return isModel(spec) || kind(spec).equals("layers");
  }

  /** Returns the last part of the module: {@code layers}, {@code losses}; empty for custom ones. */
  static String kind(Map<String, @Nullable Object> spec) {
    if (!(spec.get("module") instanceof String module)) {
      return "";
    }
    if (MODELS.contains(className(spec))
        && (module.equals("keras") || module.startsWith("keras.src.models"))) {
      return "models";
    }
    return module.substring(module.lastIndexOf('.') + 1);
  }

  private static String className(Map<String, @Nullable Object> spec) {
    return String.valueOf(spec.get("class_name"));
  }
}
