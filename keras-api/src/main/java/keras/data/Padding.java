package keras.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * How samples of different sizes are made alike, for {@link Dataset#paddedBatch} and {@link
 * Dataset#bucketBySequenceLength}.
 *
 * <pre>{@code
 * data.paddedBatch(32, p -> p.shape(100).value(-1).dropRemainder(true));
 * }</pre>
 *
 * <p>Keras: tf.data's {@code padded_batch}, of {@code padded_shapes} and {@code padding_values}.
 */
public final class Padding {
  private long @Nullable [] sizes;
  private @Nullable Object value;
  private boolean dropRemainder;
  private boolean toBoundary;

  Padding() {}

  /**
   * Sets the sizes of one sample of the inputs, -1 for that of the longest one in the batch, as
   * without this all are. Targets and weights go to their longest ones.
   */
  public Padding shape(long... sizes) {
    this.sizes = sizes.clone();
    return this;
  }

  /** Sets what fills the inputs, a number or a text; 0, false or an empty text without this. */
  public Padding value(Object value) {
    if (!(value instanceof Number || value instanceof String || value instanceof Boolean)) {
      throw new IllegalArgumentException(
          "Dataset.paddedBatch: the value must be a number, a text or a boolean. Received: %s."
              .formatted(value));
    }
    this.value = value;
    return this;
  }

  /** Sets whether samples at the end that fill no batch are left out. */
  public Padding dropRemainder(boolean drop) {
    this.dropRemainder = drop;
    return this;
  }

  /**
   * Sets whether the samples of a bucket are filled to one less than its boundary; a sample of the
   * last bucket, which has none, is an error then.
   */
  public Padding padToBucketBoundary(boolean pad) {
    this.toBoundary = pad;
    return this;
  }

  boolean drops() {
    return dropRemainder;
  }

  boolean fillsToBoundary() {
    return toBoundary;
  }

  /** Returns the same for samples of one length along their first axis. */
  Padding length(long length) {
    Padding padding = new Padding();
    padding.sizes = new long[] {length};
    padding.value = value;
    return padding;
  }

  /** Joins samples, each a batch of one. */
  Batch join(List<Batch> samples) {
    Batch first = samples.get(0);
    for (Batch each : samples) {
      boolean weighted = (each.weights() == null) == (first.weights() == null);
      if (each.x().size() != first.x().size()
          || each.y().size() != first.y().size()
          || !weighted
          || !each.names().equals(first.names())) {
        throw new IllegalArgumentException(
            "Dataset.paddedBatch: every sample needs the same inputs, targets and weights.");
      }
    }
    return new Batch(
        all("x", samples.stream().map(Batch::x).toList(), sizes, value),
        all("y", samples.stream().map(Batch::y).toList(), null, null),
        first.weights() == null
            ? null
            : all(
                "weights",
                samples.stream().map(s -> Objects.requireNonNull(s.weights())).toList(),
                null,
                null),
        first.names());
  }

  private static List<NdArray<?>> all(
      String argument,
      List<List<NdArray<?>>> samples,
      long @Nullable [] sizes,
      @Nullable Object value) {
    List<NdArray<?>> all = new ArrayList<>();
    for (int i = 0; i < samples.get(0).size(); i++) {
      int at = i;
      List<NdArray<?>> each = samples.stream().<NdArray<?>>map(s -> s.get(at)).toList();
      all.add(pad(argument + "[" + i + "]", each, sizes, value));
    }
    return all;
  }

  private static NdArray<?> pad(
      String name, List<NdArray<?>> samples, long @Nullable [] sizes, @Nullable Object value) {
    List<SampleArray> rows = new ArrayList<>();
    samples.forEach(x -> rows.add(SampleArray.of("Dataset.paddedBatch: " + name, x)));
    SampleArray first = rows.get(0);
    long[] target = target(name, rows, sizes);
    long[] whole = new long[target.length + 1];
    whole[0] = rows.size();
    System.arraycopy(target, 0, whole, 1, target.length);
    int total = SampleArray.checkedSize("Dataset.paddedBatch: " + name, Shape.of(whole));
    Object array = first.element().allocate(total);
    fill(array, total, name, value);
    int each = total / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      SampleArray row = rows.get(i);
      long[] from = row.sampleShape().asArray();
      copy(row.array(), row.offset(), from, array, i * each, target, 0);
    }
    return first.element().wrap(Shape.of(whole), array, 0);
  }

  private static long[] target(String name, List<SampleArray> rows, long @Nullable [] sizes) {
    SampleArray first = rows.get(0);
    long[] longest = new long[first.sampleShape().numDimensions()];
    for (SampleArray row : rows) {
      if (row.element() != first.element() || row.sampleShape().numDimensions() != longest.length) {
        throw new IllegalArgumentException(
            "Dataset.paddedBatch: the samples of %s must be of one dtype and number of axes. Received: %s of %s and %s of %s."
                .formatted(
                    name,
                    first.dtype(),
                    ArrayText.shape(first.sampleShape()),
                    row.dtype(),
                    ArrayText.shape(row.sampleShape())));
      }
      for (int d = 0; d < longest.length; d++) {
        longest[d] = Math.max(longest[d], row.sampleShape().get(d));
      }
    }
    for (int d = 0; sizes != null && d < longest.length; d++) {
      long asked = d < sizes.length ? sizes[d] : -1;
      if (asked >= 0 && asked < longest[d]) {
        throw new IllegalArgumentException(
            "Dataset.paddedBatch: a sample of %s has %d along axis %d, more than the %d to fill up to."
                .formatted(name, longest[d], d, asked));
      }
      longest[d] = asked >= 0 ? asked : longest[d];
    }
    return longest;
  }

  /** Copies a sample into its corner of a larger one. */
  private static void copy(
      Object source, int at, long[] from, Object target, int to, long[] into, int axis) {
    if (axis >= from.length - 1) {
      int count = from.length == 0 ? 1 : (int) from[axis];
      System.arraycopy(source, at, target, to, count);
      return;
    }
    int step = stride(from, axis);
    int wide = stride(into, axis);
    for (int i = 0; i < from[axis]; i++) {
      copy(source, at + i * step, from, target, to + i * wide, into, axis + 1);
    }
  }

  private static int stride(long[] sizes, int axis) {
    return (int) Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (a, b) -> a * b);
  }

  private static void fill(Object array, int total, String name, @Nullable Object value) {
    Object with = value == null && array instanceof String[] ? "" : value;
    if (with == null) {
      return;
    }
    boolean text = with instanceof String;
    if (text != array instanceof String[]
        || with instanceof Boolean != array instanceof boolean[]) {
      throw new IllegalArgumentException(
          "Dataset.paddedBatch: %s cannot be filled with %s.".formatted(name, with));
    }
    for (int i = 0; i < total; i++) {
      if (with instanceof Number n) {
        put(array, i, n);
      } else {
        Array.set(array, i, with);
      }
    }
  }

  private static void put(Object array, int i, Number n) {
    if (array instanceof float[] floats) {
      floats[i] = n.floatValue();
    } else if (array instanceof double[] doubles) {
      doubles[i] = n.doubleValue();
    } else if (array instanceof int[] ints) {
      ints[i] = n.intValue();
    } else if (array instanceof long[] longs) {
      longs[i] = n.longValue();
    } else {
      ((byte[]) array)[i] = n.byteValue();
    }
  }
}
