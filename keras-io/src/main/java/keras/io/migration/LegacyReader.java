package keras.io.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Functions;
import org.jspecify.annotations.Nullable;

/** What Keras 3's own reader of legacy HDF5 files gets wrong, unless a layer names its module. */
final class LegacyReader {
  /** Values that it takes for the functions of these names, which the layers' module has. */
  private static final Set<String> FUNCTIONS =
      Set.of("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract");

  /** Layers that it does not find by the name of their class. */
  private static final Set<String> NOT_FOUND =
      Set.of(
          "CustomScaleLayer",
          "GroupQueryAttention", // there by its other name
          "LayerScale",
          "RandomHeight",
          "RandomWidth",
          "ThresholdedReLU");

  private LegacyReader() {}

  /**
   * Whether a layer is read rightly only where it names its module: the reader drops a list of axes
   * unless it has one entry, takes some words for functions, and does not find every class.
   *
   * <p>Keras: {@code keras/src/legacy/saving/saving_utils.py}, model_from_config.
   */
  static boolean needsModule(Map<String, @Nullable Object> spec) {
    if (isOperation(spec) || NOT_FOUND.contains(String.valueOf(spec.get("class_name")))) {
      return true;
    }
    if (!Rows.kind(spec).equals("layers") || !(spec.get("config") instanceof Map<?, ?> config)) {
      return false;
    }
    boolean axes = config.get("axis") instanceof List<?> list && list.size() != 1;
    return axes || config.entrySet().stream().anyMatch(LegacyReader::isFunction);
  }

  /**
   * Returns why no one legacy file serves both Kerases, though one config does: Keras 3 reads a
   * layer's activation of one's own as an object there, and tf_keras by its bare name.
   *
   * @param spec a converted model
   */
  static List<String> obstacles(@Nullable Object spec) {
    List<String> all = new ArrayList<>();
    look(spec, all);
    return all;
  }

  private static void look(@Nullable Object json, List<String> obstacles) {
    if (json instanceof List<?> list) {
      list.forEach(each -> look(each, obstacles));
    } else if (json instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            String function = Functions.name(value);
            if (String.valueOf(key).endsWith("activation") && function != null) {
              obstacles.add(
                  "'%s': Keras 3 and tf_keras write the activation %s differently"
                      .formatted(map.get("name"), function));
            } else {
              look(value, obstacles);
            }
          });
    }
  }

  /** Whether a node of a graph is an operation of Keras 3's, and no layer. */
  static boolean isOperation(Map<String, @Nullable Object> spec) {
    return spec.get("module") instanceof String module && module.startsWith("keras.src.ops.");
  }

  private static boolean isFunction(Map.Entry<?, ?> entry) {
    return !"name".equals(entry.getKey())
        && entry.getValue() instanceof String value
        && FUNCTIONS.contains(value);
  }
}
