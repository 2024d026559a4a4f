package keras.golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** A number, or nested lists of numbers, of a fixture's JSON: their shape and values, row-major. */
final class NestedNumbers {
  private final Shape shape;
  private final double[] values;

  private NestedNumbers(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** Reads nested lists, all rows of an axis being equally long. */
  static NestedNumbers of(@Nullable Object json) {
    List<Long> sizes = new ArrayList<>();
    Object first = json;
    while (first instanceof List<?> list) {
      sizes.add((long) list.size());
      first = list.isEmpty() ? null : list.get(0);
    }
    Shape shape = Shape.of(sizes.stream().mapToLong(n -> n).toArray());
    List<Double> flat = new ArrayList<>();
    flatten(json, flat);
    if (flat.size() != shape.size()) {
      throw new IllegalArgumentException(
          "Expected %d numbers of shape %s. Received: %d."
              .formatted(shape.size(), shape, flat.size()));
    }
    return new NestedNumbers(shape, flat.stream().mapToDouble(d -> d).toArray());
  }

  private static void flatten(@Nullable Object json, List<Double> out) {
    if (json instanceof List<?> list) {
      list.forEach(each -> flatten(each, out));
    } else if (json instanceof Number n) {
      out.add(n.doubleValue());
    } else {
      throw new IllegalArgumentException("Expected numbers. Received: " + json + ".");
    }
  }

  /** Returns the numbers. */
  double[] values() {
    return values.clone();
  }

  /** Returns the numbers as float32. */
  HostTensor tensor() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    return new HostTensor(DType.FLOAT32, shape, bytes.flip());
  }
}
