package keras.io.migration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Keras 3's own reader of legacy HDF5 files gets wrong, unless a layer names its module. */
final class LegacyReader {
  /** Values that it takes for the functions of these names, which the layers' module has. */
  private static final Set<String> FUNCTIONS =
      Set.of("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract");

  private LegacyReader() {}

  /**
   * Whether a layer is read rightly only where it names its module: the reader drops a list of axes
   * unless it has one entry, and takes some words for functions.
   *
   * <p>Keras: {@code keras/src/legacy/saving/saving_utils.py}, model_from_config.
   */
  static boolean needsModule(Map<String, @Nullable Object> spec) {
    if (isOperation(spec)) {
      return true;
    }
    if (!Rows.kind(spec).equals("layers") || !(spec.get("config") instanceof Map<?, ?> config)) {
      return false;
    }
    boolean axes = config.get("axis") instanceof List<?> list && list.size() != 1;
    return axes || config.entrySet().stream().anyMatch(LegacyReader::isFunction);
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
