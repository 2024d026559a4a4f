package keras.layers;

import java.util.List;

/**
 * The setter of layers of images that need to know what pixels hold, which declare {@code @Arg
 * List<Double> valueRange}.
 *
 * @param <L> the layer
 */
public interface ValueRangeOptions<L> {
  /** Sets the ends of what pixels hold, as in (0, 1) or, Keras' default, (0, 255). */
  default L valueRange(double low, double high) {
    return Options.checked(this, "value_range", List.of(low, high));
  }
}
