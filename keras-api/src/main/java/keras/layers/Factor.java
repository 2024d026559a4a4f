package keras.layers;

import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * The two numbers between which a layer draws how much it does.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}, {@code
 * _set_factor}.
 */
record Factor(double low, double high) {
  /**
   * Reads {@code factor} as Keras' base of image layers does: a number is a range around 0 that the
   * bounds cut, two numbers are its ends.
   *
   * @param value a number, or a list of two; null is 0
   * @param least the lower bound
   * @param most the upper bound
   */
  static Factor of(Object layer, @Nullable Object value, double least, double most) {
    return of(layer, "factor", value, least, most);
  }

  /** Reads an argument of another name as {@code factor} is read. */
  static Factor of(Object layer, String key, @Nullable Object value, double least, double most) {
    return of(layer, key, value, least, most, "[%s, %s]".formatted(least, most));
  }

  /** Reads an argument whose bounds messages spell as {@code range}. */
  static Factor of(
      Object layer, String key, @Nullable Object value, double least, double most, String range) {
    if (value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number a
        && list.get(1) instanceof Number b
        && a.doubleValue() <= most
        && b.doubleValue() >= least) {
      return sorted(a.doubleValue(), b.doubleValue());
    }
    Object given = value == null ? 0.0 : value;
    if (given instanceof Number n && n.doubleValue() >= least && n.doubleValue() <= most) {
      double size = Math.abs(n.doubleValue());
      return new Factor(Math.max(-size, least), size);
    }
    throw new IllegalArgumentException(
        "%s: `%s` must be a number, or two numbers, in %s. Received: %s=%s."
            .formatted(layer.getClass().getSimpleName(), key, range, key, value));
  }

  /**
   * Reads a factor of two numbers that must lie in a range, or of one for both sides of 0.
   *
   * @param key Keras' name of the argument
   * @param value a number, or a list of two
   * @param allowed which numbers fit
   * @param range those numbers in words, as in {@code "[-1.0, 1.0]"}
   */
  static Factor of(
      Object layer, String key, @Nullable Object value, DoublePredicate allowed, String range) {
    if (value instanceof Number n && allowed.test(n.doubleValue())) {
      double size = Math.abs(n.doubleValue());
      return new Factor(-size, size);
    } else if (value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number a
        && list.get(1) instanceof Number b
        && allowed.test(a.doubleValue())
        && allowed.test(b.doubleValue())) {
      return sorted(a.doubleValue(), b.doubleValue());
    }
    throw new IllegalArgumentException(
        "%s: `%s` must be a number, or two numbers, in %s. Received: %s=%s."
            .formatted(layer.getClass().getSimpleName(), key, range, key, value));
  }

  static Factor sorted(double a, double b) {
    return new Factor(Math.min(a, b), Math.max(a, b));
  }

  /** Returns both numbers, as Keras' configs hold them. */
  List<Double> asList() {
    return List.of(low, high);
  }
}
