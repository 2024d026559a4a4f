package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Writes arrays as NumPy prints them: in nested brackets, aligned, in lines of at most 75
 * characters; of more than 1,000 elements the first and last three of each axis.
 */
final class ArrayText {
  private static final int MOST = 1000;
  private static final int EDGE = 3;
  private static final int WIDTH = 75;
  private static final String DOTS = "...";

  private final NdArray<?> array;
  private final boolean some;
  private Function<Object, String> text = String::valueOf;

  private ArrayText(NdArray<?> array) {
    this.array = array;
    some = array.shape().size() > MOST;
  }

  /** Returns the text of an array. */
  static String of(NdArray<?> array) {
    ArrayText writer = new ArrayText(array);
    if (array.shape().numDimensions() == 0) {
      Object value = array.getObject();
      return value instanceof Float || value instanceof Double
          ? FloatText.alone((Number) value, value instanceof Float)
          : plain(value);
    }
    if (array.shape().size() == 0) {
      return "[]";
    }
    List<Object> shown = new ArrayList<>();
    writer.collect(new long[array.shape().numDimensions()], 0, shown);
    writer.text = form(shown);
    return writer.write(new long[array.shape().numDimensions()], 0, " ", WIDTH);
  }

  private boolean isCut(int axis) {
    return some && array.shape().get(axis) > 2 * EDGE;
  }

  /** Returns the indices of an axis that are shown. */
  private long[] indices(int axis) {
    long size = array.shape().get(axis);
    return LongStream.range(0, size)
        .filter(i -> !isCut(axis) || i < EDGE || i >= size - EDGE)
        .toArray();
  }

  private void collect(long[] at, int axis, List<Object> into) {
    if (axis == at.length) {
      into.add(array.getObject(at));
      return;
    }
    for (long i : indices(axis)) {
      at[axis] = i;
      collect(at, axis + 1, into);
    }
  }

  private String write(long[] at, int axis, String indent, int width) {
    if (axis == at.length) {
      return text.apply(array.getObject(at));
    }
    List<String> items = new ArrayList<>();
    for (long i : indices(axis)) {
      if (isCut(axis) && items.size() == EDGE) {
        items.add(DOTS);
      }
      at[axis] = i;
      items.add(write(at, axis + 1, indent + " ", width - 1));
    }
    int left = at.length - axis;
    if (left == 1) {
      return "[" + wrapped(items, indent, width - 1).substring(indent.length()) + "]";
    }
    return "[" + String.join("\n".repeat(left - 1) + indent, items) + "]";
  }

  private static String wrapped(List<String> words, String indent, int width) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (line.length() + word.length() > width && line.length() > indent.length()) {
        lines.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(indent);
      }
      line.append(word).append(i + 1 < words.size() ? " " : "");
    }
    return lines.append(line).toString();
  }

  /** Returns how the elements of an array are written, all of one width. */
  private static Function<Object, String> form(List<Object> shown) {
    if (shown.get(0) instanceof Float || shown.get(0) instanceof Double) {
      FloatText floats =
          new FloatText(
              shown.stream().map(n -> (Number) n).toList(), shown.get(0) instanceof Float);
      return n -> floats.of((Number) n);
    }
    int width = shown.stream().mapToInt(v -> plain(v).length()).max().orElse(0);
    return v -> " ".repeat(width - plain(v).length()) + plain(v);
  }

  private static String plain(Object value) {
    if (value instanceof Boolean b) {
      return b ? "True" : "False";
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
