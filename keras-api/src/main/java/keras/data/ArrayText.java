package keras.data;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Writes arrays as NumPy prints them, numbers in their shortest form. */
final class ArrayText {
  private static final int MOST = 1000;
  private static final int EDGE = 3;

  private ArrayText() {}

  /**
   * Returns the elements in nested brackets; of more than 1,000 the first and last of each axis.
   */
  static String of(NdArray<?> array) {
    Shape shape = array.shape();
    if (shape.numDimensions() == 0) {
      return number(array.getObject());
    }
    int[] widest = {0};
    boolean some = shape.size() > MOST;
    write(array, new long[shape.numDimensions()], 0, some, s -> widened(s, widest));
    return write(array, new long[shape.numDimensions()], 0, some, s -> padded(s, widest[0]));
  }

  private static String widened(String number, int[] widest) {
    widest[0] = Math.max(widest[0], number.length());
    return number;
  }

  private static String padded(String number, int width) {
    return " ".repeat(width - number.length()) + number;
  }

  private static String write(
      NdArray<?> array, long[] at, int axis, boolean some, UnaryOperator<String> number) {
    Shape shape = array.shape();
    boolean last = axis == shape.numDimensions() - 1;
    String between =
        last ? " " : "\n".repeat(shape.numDimensions() - 1 - axis) + " ".repeat(axis + 1);
    StringBuilder text = new StringBuilder("[");
    long size = shape.get(axis);
    for (long i = 0; i < size; i++) {
      text.append(i == 0 ? "" : between);
      if (some && size > 2 * EDGE && i == EDGE) {
        text.append("...");
        i = size - EDGE - 1;
        continue;
      }
      at[axis] = i;
      text.append(
          last
              ? number.apply(number(array.getObject(at)))
              : write(array, at, axis + 1, some, number));
    }
    return text.append(']').toString();
  }

  private static String number(Object value) {
    if (value instanceof Float || value instanceof Double) {
      String text = String.valueOf(value);
      return text.endsWith(".0") ? text.substring(0, text.length() - 1) : text;
    }
    return value instanceof Byte b ? String.valueOf(Byte.toUnsignedInt(b)) : String.valueOf(value);
  }

  /** Returns a shape as Python writes a tuple. */
  static String shape(Shape shape) {
    return Arrays.stream(shape.asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", shape.numDimensions() == 1 ? ",)" : ")"));
  }
}
