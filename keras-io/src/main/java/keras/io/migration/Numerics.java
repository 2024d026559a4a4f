package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Keras a model computes as, where the same config means another computation in Keras 2 and
 * in Keras 3. Files that this library writes in the words of Keras 2 say in their version if the
 * model computes as in Keras 3; both Kerases pass over it.
 */
final class Numerics {
  /** What is added to a version, as in {@code 2.15.0+keras3}. */
  static final String KERAS_3 = "+keras3";

  private Numerics() {}

  /**
   * Whether an object anywhere in a config of Keras 3 is one that Keras 2's files are read with.
   */
  static boolean areOfKeras2(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return ("BatchNormalization".equals(map.get("class_name"))
              && Boolean.TRUE.equals(Maps.config(map).get("fused")))
          || map.values().stream().anyMatch(Numerics::areOfKeras2);
    }
    return json instanceof List<?> list
        ? list.stream().anyMatch(Numerics::areOfKeras2)
        : ObjectUpgrades.HARD_SIGMOID.equals(json);
  }
}
