package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The masks of merged inputs: in Keras 3 a step counts where any mask lets it, in Keras 2 where all
 * do. Only layers of models in which there are masks say so.
 *
 * <p>Keras: {@code keras/src/layers/merging/base_merge.py}, {@code
 * tf_keras/src/layers/merging/base_merge.py}.
 */
final class MergedMasks extends MaskRow {
  /** The layers that merge masks. */
  static final List<String> LAYERS =
      List.of("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract");

  private static final String KEY = "all_masks";

  MergedMasks() {
    super(KEY);
  }

  /**
   * Says of the merging layers and attentions of a model, where it has masks, that they are of
   * Keras 2, or that they are not, unless they say it themselves.
   */
  static void say(Map<String, @Nullable Object> config, boolean ofKeras2) {
    if (!hasMasks(config)) {
      return;
    }
    for (Object layer : Maps.list(config.get("layers"))) {
      if (layer instanceof Map<?, ?> spec && spec.get("config") instanceof Map<?, ?> own) {
        String name = String.valueOf(spec.get("class_name"));
        // tf.concat is called as Keras 3's layer, and merges none
        boolean merges = LAYERS.contains(name) && !LegacyReader.isOperation(FromKeras3.map(spec));
        if (merges) {
          FromKeras3.map(own).putIfAbsent(KEY, ofKeras2);
        } else if (AttentionMasks.LAYER.equals(name)) {
          FromKeras3.map(own).putIfAbsent(AttentionMasks.KEY, ofKeras2);
        }
      }
    }
  }

  private static boolean hasMasks(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return list.stream().anyMatch(MergedMasks::hasMasks);
    }
    return json instanceof Map<?, ?> map
        && (Boolean.TRUE.equals(map.get("mask_zero"))
            || "Masking".equals(map.get("class_name"))
            || (map.get("kwargs") instanceof Map<?, ?> kwargs && !Call.isNone(kwargs.get("mask")))
            || map.values().stream().anyMatch(MergedMasks::hasMasks));
  }

  @Override
  String otherwise(boolean inKeras3) {
    return "it merges masks by %s".formatted(inKeras3 ? "any" : "all");
  }
}
