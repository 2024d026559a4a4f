package examples;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Batches of samples in JSON: lists of lists of numbers. */
final class JsonBatch {
  private JsonBatch() {}

  /**
   * Reads samples.
   *
   * @param name of the list, for messages
   * @param value the list, as parsed
   * @param batch the shape of a batch, whose first axis does not count
   * @throws IllegalArgumentException where the list is no batch of such samples; it names the place
   */
  static FloatNdArray read(String name, Object value, Shape batch) {
    if (!(value instanceof List<?> samples) || samples.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected a list of samples, at least one. Received: %s."
              .formatted(name, show(value)));
    }
    Shape shape = Shape.of(samples.size()).append(batch.tail());
    float[] values = new float[Math.toIntExact(shape.size())];
    int filled = fill(name, samples, shape, 0, values, 0);
    if (filled != values.length) {
      throw new IllegalStateException("%d of %d values.".formatted(filled, values.length));
    }
    return NdArrays.wrap(shape, DataBuffers.of(values));
  }

  private static int fill(String at, Object value, Shape shape, int axis, float[] into, int from) {
    if (axis == shape.numDimensions()) {
      if (!(value instanceof Number number) || !Float.isFinite(number.floatValue())) {
        throw new IllegalArgumentException(
            "%s: expected a number. Received: %s.".formatted(at, show(value)));
      }
      into[from] = number.floatValue();
      return from + 1;
    }
    long size = shape.get(axis);
    if (!(value instanceof List<?> items) || items.size() != size) {
      throw new IllegalArgumentException(
          "%s: expected a list of %d. Received: %s.".formatted(at, size, show(value)));
    }
    int next = from;
    for (int i = 0; i < size; i++) {
      next = fill("%s[%d]".formatted(at, i), items.get(i), shape, axis + 1, into, next);
    }
    return next;
  }

  private static String show(Object value) {
    if (value instanceof Collection<?> items) {
      return "a list of " + items.size();
    }
    String text = String.valueOf(value);
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** Returns rows (sample, feature) as lists of numbers with a float's digits. */
  static List<List<Double>> write(FloatNdArray rows) {
    List<List<Double>> lists = new ArrayList<>();
    rows.elements(0)
        .forEach(
            row -> {
              List<Double> list = new ArrayList<>();
              row.scalars().forEach(v -> list.add(Double.valueOf(Float.toString(v.getFloat()))));
              lists.add(list);
            });
    return lists;
  }
}
