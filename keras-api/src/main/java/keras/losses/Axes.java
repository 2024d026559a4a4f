package keras.losses;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the axes of a loss from its config. */
final class Axes {
  private Axes() {}

  /** Returns one axis or several; null for None. */
  static int @Nullable [] of(Loss loss, @Nullable Object axis) {
    if (axis == null) {
      return null;
    }
    List<?> all = axis instanceof List<?> list ? list : List.of(axis);
    if (!all.stream().allMatch(Integer.class::isInstance)) {
      throw new IllegalArgumentException(
          "%s: `axis` must be a whole number, a list of them, or None. Received: axis=%s."
              .formatted(loss.getClass().getSimpleName(), axis));
    }
    return all.stream().mapToInt(Integer.class::cast).toArray();
  }
}
