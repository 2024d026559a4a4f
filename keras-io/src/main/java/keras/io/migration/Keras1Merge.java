package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one layer of Keras 1, 2.0 and 2.1 for all ways to merge, each of which has a class of its own
 * since.
 */
final class Keras1Merge {
  private static final Map<String, String> CLASSES =
      Map.of(
          "sum", "Add",
          "mul", "Multiply",
          "ave", "Average",
          "max", "Maximum",
          "concat", "Concatenate",
          "dot", "Dot");

  private static final List<String> DROPPED =
      List.of(
          "mode",
          "mode_type",
          "concat_axis",
          "dot_axes",
          "output_shape",
          "output_shape_type",
          "output_mask",
          "output_mask_type",
          "arguments",
          "layers",
          "node_indices",
          "tensor_indices");

  private Keras1Merge() {}

  static UpgradeRow row() {
    return new UpgradeRow()
        .becomes(config -> CLASSES.get(String.valueOf(config.get("mode"))))
        .step(Keras1Merge::upgrade);
  }

  private static void upgrade(UpgradeRow.Subject s) {
    Map<String, @Nullable Object> config = s.config();
    Object mode = config.get("mode");
    if (!(mode instanceof String name) || !CLASSES.containsKey(name)) {
      s.refuse("Keras 3 has no layer that merges by `mode=%s`.".formatted(mode));
    } else if (name.equals("concat")) {
      config.put("axis", config.getOrDefault("concat_axis", -1));
    } else if (name.equals("dot")) {
      config.put("axes", config.getOrDefault("dot_axes", -1));
    }
    config.keySet().removeAll(DROPPED);
  }
}
