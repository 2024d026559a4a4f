package keras.io.hdf5;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Shapes as Python spells them. */
final class Shapes {
  private Shapes() {}

  /** Returns {@code (3, 4)}, {@code (3,)} or {@code ()}. */
  static String text(long[] shape) {
    return shape.length == 1
        ? "(" + shape[0] + ",)"
        : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
  }

  /** Returns the number of elements, 1 for a scalar. */
  static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
