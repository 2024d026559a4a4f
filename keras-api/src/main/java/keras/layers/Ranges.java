package keras.layers;

import java.util.List;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of numbers that layers of images take: the ends of what they draw, and those of what pixels
 * hold.
 */
final class Ranges {
  /** What pixels of bytes hold. */
  static final List<Double> BYTES = List.of(0.0, 255.0);

  private Ranges() {}

  /** Reads a factor with bounds of whole numbers, as Keras does; see {@link Factor#of}. */
  static List<Double> factor(Layer layer, String key, @Nullable Object given, int low, int high) {
    return Factor.of(layer, key, given, low, high, "[%d, %d]".formatted(low, high)).asList();
  }

  /** Checks that there are two numbers, the ends of what pixels hold. */
  static List<Double> ends(Layer layer, List<Double> given) {
    if (given.size() == 2) {
      return given;
    }
    throw new IllegalArgumentException(
        "%s: `value_range` must be two numbers. Received: value_range=%s."
            .formatted(layer.getClass().getSimpleName(), given));
  }

  /** Checks that there are two numbers, and returns the smaller one first. */
  static List<Double> sortedEnds(Layer layer, List<Double> given) {
    List<Double> ends = ends(layer, given);
    return ends.stream().sorted().toList();
  }

  static double low(List<Double> range) {
    return range.get(0);
  }

  static double high(List<Double> range) {
    return range.get(1);
  }

  /** Clips to a range. */
  static Expr clip(Expr x, List<Double> range) {
    return x.clip(low(range), high(range));
  }
}
