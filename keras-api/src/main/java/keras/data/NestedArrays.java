package keras.data;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** Nested Java arrays of primitives or strings ({@code float[][]}) laid out flat, row by row. */
final class NestedArrays {
  private NestedArrays() {}

  /** Returns the rows of a nested array, null when {@code data} is no such array. */
  static @Nullable SampleArray rows(String name, Object data) {
    Class<?> leaf = data.getClass();
    int rank = 0;
    while (leaf.isArray()) {
      leaf = leaf.getComponentType();
      rank++;
    }
    boolean narrow = leaf == short.class;
    ArrayType element = ArrayType.ofElement(narrow ? int.class : leaf);
    if (rank == 0 || element == null) {
      return null;
    }
    long[] sizes = new long[rank];
    Object first = data;
    for (int d = 0; d < rank; d++) {
      sizes[d] = Array.getLength(first);
      if (d < rank - 1 && sizes[d] > 0) {
        first = element(name, first, 0);
      } else if (d < rank - 1) {
        return new SampleArray(element, element.allocate(0), 0, Shape.of(prefix(sizes, d + 1)));
      }
    }
    Shape shape = Shape.of(sizes);
    if (rank == 1 && !narrow) {
      requireStrings(name, data);
      return new SampleArray(element, data, 0, shape);
    }
    Object flat = element.allocate(SampleArray.checkedSize(name, shape));
    int end = fill(name, data, sizes, 0, flat, 0);
    assert end == shape.size();
    return new SampleArray(element, flat, 0, shape);
  }

  private static int fill(String path, Object from, long[] sizes, int depth, Object to, int at) {
    int n = Array.getLength(from);
    if (n != sizes[depth]) {
      throw new IllegalArgumentException(
          "%s has %d elements, the first row of that axis has %d. All rows need the same length."
              .formatted(path, n, sizes[depth]));
    }
    if (depth == sizes.length - 1) {
      if (from instanceof short[] shorts) {
        int[] wide = (int[]) to;
        for (int i = 0; i < n; i++) {
          wide[at + i] = shorts[i];
        }
      } else {
        requireStrings(path, from);
        System.arraycopy(from, 0, to, at, n);
      }
      return at + n;
    }
    int next = at;
    for (int i = 0; i < n; i++) {
      next = fill(path + "[" + i + "]", element(path, from, i), sizes, depth + 1, to, next);
    }
    return next;
  }

  private static void requireStrings(String path, Object array) {
    if (array instanceof String[] strings) {
      for (int i = 0; i < strings.length; i++) {
        if (strings[i] == null) {
          throw new IllegalArgumentException(
              "%s[%d] is null. Every place needs a string.".formatted(path, i));
        }
      }
    }
  }

  private static Object element(String path, Object array, int i) {
    Object row = Array.get(array, i);
    if (row == null) {
      throw new IllegalArgumentException(
          "%s[%d] is null. Every row needs an array.".formatted(path, i));
    }
    return row;
  }

  private static long[] prefix(long[] sizes, int n) {
    long[] head = new long[n];
    System.arraycopy(sizes, 0, head, 0, n);
    return head;
  }
}
