package keras.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * The samples of one array, dense and row by row, ready to be cut into batches.
 *
 * <pre>{@code
 * SampleArray x = SampleArray.of("x", new float[60_000][784]);
 * float[] batch = new float[32 * 784];
 * x.gather(order, 0, 32, batch); // samples order[0] … order[31]
 * }</pre>
 *
 * <p>Inputs: an {@link NdArray} of floats, doubles, ints, longs, shorts, bytes, booleans or
 * strings, or a nested Java array of those ({@code float[][]}, {@code Float[][]}), or a list of
 * numbers or strings ({@code List<Integer>}); its first axis counts the samples. A byte is an
 * unsigned number in [0, 255] (uint8, as MNIST's pixels); shorts are widened to int32.
 *
 * <p>One-dimensional Java arrays and dense NdArrays on the heap are wrapped, not copied: a later
 * change of theirs is seen. Everything else is copied once. Rows are safe to read from many
 * threads. At most 2^31 - 1 elements fit; more are streamed through a {@link Dataset}.
 *
 * <p>Keras: keras/src/trainers/data_adapters/array_slicing.py
 */
public final class SampleArray {
  private final ArrayType element;
  private final Object array;
  private final int offset;
  private final Shape shape;
  private final int count;
  private final int width;

  SampleArray(ArrayType element, Object array, int offset, Shape shape) {
    this.element = element;
    this.array = array;
    this.offset = offset;
    this.shape = shape;
    this.count = Math.toIntExact(shape.get(0));
    this.width = Math.toIntExact(shape.numDimensions() == 1 ? 1 : shape.tail().size());
  }

  /**
   * Makes rows of an NdArray, a nested array, or rows (returned as they are).
   *
   * @param name how messages call it: "x", "sample_weight"
   */
  public static SampleArray of(String name, Object data) {
    Objects.requireNonNull(data, name);
    if (data instanceof SampleArray rows) {
      return rows;
    }
    Object unboxed = BoxedArrays.unboxed(name, data);
    Object array = unboxed == null ? data : unboxed;
    SampleArray rows =
        array instanceof NdArray<?> nd
            ? DenseArrays.rows(name, nd)
            : NestedArrays.rows(name, array);
    if (rows == null) {
      throw new IllegalArgumentException(
          ("%s: expected an NdArray, a nested Java array of float, double, int, long, short, byte,"
                  + " boolean or String, or a list of numbers or strings. Received: %s.")
              .formatted(name, data.getClass().getTypeName()));
    }
    return rows;
  }

  /** Returns the dtype: "float32", "float64", "int32", "int64", "uint8", "bool" or "string". */
  public String dtype() {
    return element.dtype;
  }

  /** Returns the shape of all samples, the first axis counting them. */
  public Shape shape() {
    return shape;
  }

  /** Returns the shape of one sample; a scalar's where the samples are numbers. */
  public Shape sampleShape() {
    return shape.tail();
  }

  /** Returns how many samples there are. */
  public int count() {
    return count;
  }

  /** Returns the number of elements of one sample. */
  public int sampleSize() {
    return width;
  }

  /** Whether the dtype is float32 or float64. */
  public boolean isFloat() {
    return element == ArrayType.FLOAT32 || element == ArrayType.FLOAT64;
  }

  /**
   * Copies the samples {@code indices[from] … indices[to - 1]} one after the other to the start of
   * a primitive array of this dtype: float[] for float32, byte[] for uint8.
   */
  public void gather(int[] indices, int from, int to, Object target) {
    requireTarget(target, to - from);
    if (width == 1) {
      gatherNumbers(indices, from, to, target);
      return;
    }
    for (int i = from; i < to; i++) {
      int row = Objects.checkIndex(indices[i], count);
      System.arraycopy(array, offset + row * width, target, (i - from) * width, width);
    }
  }

  /**
   * Copies the samples {@code indices[from] … indices[to - 1]} to a byte buffer from its position
   * on, in the machine's own byte order, and moves the position past them. A bool is one byte, 0 or
   * 1.
   */
  public void gather(int[] indices, int from, int to, ByteBuffer target) {
    requireRoom(target, to - from);
    for (int i = from; i < to; i++) {
      int row = Objects.checkIndex(indices[i], count);
      element.putNative(array, offset + row * width, width, target);
    }
  }

  /** Copies the samples {@code from … to - 1} to the start of a primitive array of this dtype. */
  public void copy(int from, int to, Object target) {
    Objects.checkFromToIndex(from, to, count);
    requireTarget(target, to - from);
    System.arraycopy(array, offset + from * width, target, 0, (to - from) * width);
  }

  /**
   * Copies the samples {@code from … to - 1} to a byte buffer as {@link #gather(int[], int, int,
   * ByteBuffer)} does.
   */
  public void copy(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, count);
    requireRoom(target, to - from);
    element.putNative(array, offset + from * width, (to - from) * width, target);
  }

  /** Returns a copy of the samples {@code indices[from] … indices[to - 1]}. */
  public NdArray<?> take(int[] indices, int from, int to) {
    Objects.checkFromToIndex(from, to, indices.length);
    Object copy = element.allocate(Math.multiplyExact(to - from, width));
    gather(indices, from, to, copy);
    return element.wrap(resized(to - from), copy, 0);
  }

  /** Returns the samples {@code from … to - 1}, not copied. */
  public SampleArray slice(int from, int to) {
    Objects.checkFromToIndex(from, to, count);
    return new SampleArray(element, array, offset + from * width, resized(to - from));
  }

  /** Returns the samples as {@code dtype}: themselves when they have it, else converted once. */
  public SampleArray cast(String dtype) {
    ArrayType to = ArrayType.ofDtype(dtype);
    if (to == null) {
      List<String> known = new ArrayList<>();
      for (ArrayType e : ArrayType.values()) {
        known.add(e.dtype);
      }
      throw new IllegalArgumentException(
          "Rows.cast: expected a dtype of %s. Received: '%s'.".formatted(known, dtype));
    }
    if (to == element) {
      return this;
    }
    return new SampleArray(to, Casts.cast(array, offset, count * width, element, to), 0, shape);
  }

  /** Returns the samples as an NdArray over the same memory, not copied. */
  public NdArray<?> toNdArray() {
    return element.wrap(shape, array, offset);
  }

  /** Makes an array that holds {@code samples} samples: the target of {@code gather}. */
  public Object allocate(int samples) {
    return element.allocate(Math.multiplyExact(samples, width));
  }

  /**
   * Returns rows one after the other, copied; dtypes and sample shapes must be one.
   *
   * @param name how messages call them: "x", "sample_weight"
   */
  public static SampleArray concat(String name, List<SampleArray> parts) {
    SampleArray first = parts.get(0);
    long count = 0;
    for (SampleArray part : parts) {
      if (part.element != first.element || !part.sampleShape().equals(first.sampleShape())) {
        throw new IllegalArgumentException(
            "%s: expected samples of %s %s in every array. Received: %s %s."
                .formatted(
                    name,
                    first.dtype(),
                    Arrays.toString(first.sampleShape().asArray()),
                    part.dtype(),
                    Arrays.toString(part.sampleShape().asArray())));
      }
      count += part.count;
    }
    long[] sizes = first.shape.asArray().clone();
    sizes[0] = count;
    Object all = first.element.allocate(checkedSize(name, Shape.of(sizes)));
    int at = 0;
    for (SampleArray part : parts) {
      System.arraycopy(part.array, part.offset, all, at, part.count * first.width);
      at += part.count * first.width;
    }
    return new SampleArray(first.element, all, 0, Shape.of(sizes));
  }

  /** Returns the element at a position of the flat, row-major samples as a number. */
  double number(int index) {
    return element.number(array, offset + index);
  }

  ArrayType element() {
    return element;
  }

  Object array() {
    return array;
  }

  int offset() {
    return offset;
  }

  private Shape resized(int samples) {
    long[] sizes = shape.asArray().clone();
    sizes[0] = samples;
    return Shape.of(sizes);
  }

  private void gatherNumbers(int[] indices, int from, int to, Object target) {
    if (array instanceof float[] a) {
      float[] out = (float[]) target;
      for (int i = from; i < to; i++) {
        out[i - from] = a[offset + Objects.checkIndex(indices[i], count)];
      }
    } else if (array instanceof int[] a) {
      int[] out = (int[]) target;
      for (int i = from; i < to; i++) {
        out[i - from] = a[offset + Objects.checkIndex(indices[i], count)];
      }
    } else {
      for (int i = from; i < to; i++) {
        int row = Objects.checkIndex(indices[i], count);
        System.arraycopy(array, offset + row, target, i - from, 1);
      }
    }
  }

  private void requireTarget(Object target, int samples) {
    if (!element.holds(target)) {
      throw new IllegalArgumentException(
          "Rows: %s samples are copied to a %s[]. Received: %s."
              .formatted(element.dtype, element.type, target.getClass().getTypeName()));
    }
    long needed = (long) samples * width;
    int length = java.lang.reflect.Array.getLength(target);
    if (length < needed) {
      throw new IllegalArgumentException(
          "Rows: %d samples of %d elements need %d places. Received: an array of %d."
              .formatted(samples, width, needed, length));
    }
  }

  private void requireRoom(ByteBuffer target, int samples) {
    long needed = (long) samples * width * element.bytes;
    if (target.remaining() < needed) {
      throw new IllegalArgumentException(
          "Rows: %d samples of %d elements need %d bytes. Received: a buffer with %d left."
              .formatted(samples, width, needed, target.remaining()));
    }
  }

  static int checkedSize(String name, Shape shape) {
    long size = 1;
    for (long n : shape.asArray()) {
      size = n == 0 || size == 0 ? 0 : Math.multiplyExact(size, n);
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s has %d elements, more than one array holds (2147483639). Stream it as a Dataset."
              .formatted(name, size));
    }
    return (int) size;
  }
}
