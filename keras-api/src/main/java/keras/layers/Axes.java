package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;

/** The argument {@code axis} of layers that work along one axis or several. */
final class Axes {
  /** An integer, or a list of them, as Keras' config holds it. */
  @Arg private Object axis = -1;

  /** Sets the axes of a layer, and checks them. */
  void set(Layer owner, int... axes) {
    axis = axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList();
    check(owner);
  }

  /** Throws unless there is an axis, or several. */
  void check(Layer owner) {
    boolean one = axis instanceof Integer;
    boolean several =
        axis instanceof List<?> l && !l.isEmpty() && l.stream().allMatch(Integer.class::isInstance);
    if (!one && !several) {
      throw new IllegalArgumentException(
          "%s: `axis` must be an integer or a list of integers. Received: axis=%s."
              .formatted(owner.getClass().getSimpleName(), axis));
    }
  }

  /** Returns the axes as they were given; negative ones count from the last. */
  int[] given() {
    return axis instanceof List<?> l
        ? l.stream().mapToInt(a -> (Integer) a).toArray()
        : new int[] {(Integer) axis};
  }
}
