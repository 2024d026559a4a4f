package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Which axes of an array are reduced: for each element, in the order of memory, the place of the
 * result that it goes to.
 */
final class AxisGroups {
  private final String caller;
  private final long[] sizes;
  private final boolean[] reduced;

  /** Takes axes counted from the first (0) or, negative, from the last (-1); none means all. */
  AxisGroups(String caller, NdArray<?> x, int... axes) {
    this.caller = caller;
    sizes = x.shape().asArray().clone();
    reduced = new boolean[sizes.length];
    Arrays.fill(reduced, axes.length == 0);
    for (int axis : axes) {
      int at = axis(caller, x, axis, sizes.length);
      if (reduced[at]) {
        throw new IllegalArgumentException(
            "%s: expected each axis once. Received: axes %s of shape %s."
                .formatted(caller, Arrays.toString(axes), ArrayText.shape(x.shape())));
      }
      reduced[at] = true;
    }
  }

  static int axis(String caller, NdArray<?> x, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: expected an axis in [%d, %d) for shape %s. Received: axis=%d."
              .formatted(caller, -rank, rank, ArrayText.shape(x.shape()), axis));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** Returns the shape that is left. */
  Shape left() {
    List<Long> left = new ArrayList<>();
    for (int d = 0; d < sizes.length; d++) {
      if (!reduced[d]) {
        left.add(sizes[d]);
      }
    }
    return Shape.of(left.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns how many elements go to each place. */
  int count() {
    long count = 1;
    for (int d = 0; d < sizes.length; d++) {
      count *= reduced[d] ? sizes[d] : 1;
    }
    return Math.toIntExact(count);
  }

  /** Returns how many elements in a row, in memory, go to one place. */
  int run() {
    long run = 1;
    for (int d = sizes.length - 1; d >= 0 && (reduced[d] || sizes[d] == 1); d--) {
      run *= sizes[d];
    }
    return Math.toIntExact(run);
  }

  /** Returns the places that runs go to, run by run. */
  int[] places(int run) {
    int size = SampleArray.checkedSize(caller, Shape.of(sizes));
    int[] places = new int[run == 0 ? 0 : size / run];
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = reduced[d] ? 0 : stride;
      stride *= reduced[d] ? 1 : sizes[d];
    }
    int outer = sizes.length;
    for (long length = 1; length < run; outer--) {
      length *= sizes[outer - 1];
    }
    long[] at = new long[outer];
    int place = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int d = outer - 1; d >= 0; d--) {
        place += (int) strides[d];
        if (++at[d] < sizes[d]) {
          break;
        }
        place -= (int) (strides[d] * sizes[d]);
        at[d] = 0;
      }
    }
    return places;
  }
}
