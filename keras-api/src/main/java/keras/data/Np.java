package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The few NumPy operations that scripts need around a model: parts of arrays, scaling, argmax.
 *
 * <pre>{@code
 * FloatArray xFull = Np.divide(fashion.train().x(), 255.0); // x / 255.0
 * FloatArray xValid = Np.rows(xFull, 0, 5_000); // x[:5000]
 * LongNdArray classes = Np.argmax(probabilities, -1); // np.argmax(p, axis=-1)
 * }</pre>
 *
 * <p>Parts and new axes share the memory of a float array, and of arrays made here; else they are
 * copies. A byte is unsigned, in [0, 255].
 */
public final class Np {
  private Np() {}

  /** Returns {@code x[from:to]}, the samples {@code from … to - 1}. */
  public static FloatArray rows(FloatNdArray x, int from, int to) {
    return (FloatArray) part(x, from, to);
  }

  /** Returns {@code x[from:to]}, the samples {@code from … to - 1}. */
  public static DoubleNdArray rows(DoubleNdArray x, int from, int to) {
    return (DoubleNdArray) part(x, from, to);
  }

  /** Returns {@code x[from:to]}, the samples {@code from … to - 1}. */
  public static IntNdArray rows(IntNdArray x, int from, int to) {
    return (IntNdArray) part(x, from, to);
  }

  /** Returns {@code x[from:to]}, the samples {@code from … to - 1}. */
  public static LongNdArray rows(LongNdArray x, int from, int to) {
    return (LongNdArray) part(x, from, to);
  }

  /** Returns {@code x[from:to]}, the samples {@code from … to - 1}. */
  public static ByteNdArray rows(ByteNdArray x, int from, int to) {
    return (ByteNdArray) part(x, from, to);
  }

  private static NdArray<?> part(NdArray<?> x, int from, int to) {
    SampleArray rows = SampleArray.of("Np.rows", x);
    if (from < 0 || to < from || to > rows.count()) {
      throw new IllegalArgumentException(
          "Np.rows: expected 0 <= from <= to <= %d. Received: from=%d, to=%d."
              .formatted(rows.count(), from, to));
    }
    return rows.slice(from, to).toNdArray();
  }

  /** Returns {@code x * factor} as float32. */
  public static FloatArray scale(FloatNdArray x, double factor) {
    return floats(x, v -> (float) v * (float) factor);
  }

  /** Returns {@code x * factor}, computed in double precision, as float32. */
  public static FloatArray scale(ByteNdArray x, double factor) {
    return floats(x, v -> (float) (v * factor));
  }

  /** Returns {@code x * factor}, computed in double precision, as float32. */
  public static FloatArray scale(DoubleNdArray x, double factor) {
    return floats(x, v -> (float) (v * factor));
  }

  /** Returns {@code x / divisor} as float32. */
  public static FloatArray divide(FloatNdArray x, double divisor) {
    return floats(x, v -> (float) v / (float) divisor);
  }

  /**
   * Returns {@code x / divisor}, computed in double precision, as float32: what Keras makes of
   * NumPy's pixels divided by 255.0.
   */
  public static FloatArray divide(ByteNdArray x, double divisor) {
    return floats(x, v -> (float) (v / divisor));
  }

  /** Returns {@code x / divisor}, computed in double precision, as float32. */
  public static FloatArray divide(DoubleNdArray x, double divisor) {
    return floats(x, v -> (float) (v / divisor));
  }

  private interface ToFloat {
    float of(double value);
  }

  private static FloatArray floats(NdArray<?> x, ToFloat function) {
    float[] values = new float[size(x)];
    SampleArray rows = flat(x);
    if (rows.array() instanceof byte[] bytes) { // there are only 256 of them
      float[] table = new float[256];
      for (int b = 0; b < table.length; b++) {
        table[b] = function.of(b);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = table[bytes[rows.offset() + i] & 0xff];
      }
      return new FloatArray(DataBuffers.of(values, false, false), x.shape());
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = function.of(rows.number(i));
    }
    return new FloatArray(DataBuffers.of(values, false, false), x.shape());
  }

  /**
   * Returns the index of the greatest element along an axis, which the result lacks; the first of
   * equals. As in NumPy, NaN counts as greatest.
   *
   * @param axis counted from the first (0) or, negative, from the last (-1)
   */
  public static LongNdArray argmax(NdArray<?> x, int axis) {
    int at = axis("Np.argmax", x, axis, x.shape().numDimensions());
    int n = (int) x.shape().get(at);
    if (n == 0) {
      throw new IllegalArgumentException(
          "Np.argmax: axis %d of shape %s is empty.".formatted(axis, shape(x)));
    }
    int inner = 1;
    for (int d = at + 1; d < x.shape().numDimensions(); d++) {
      inner = Math.multiplyExact(inner, (int) x.shape().get(d));
    }
    SampleArray rows = flat(x);
    long[] best = new long[size(x) / n];
    for (int i = 0; i < best.length; i++) {
      int start = inner == 0 ? 0 : i / inner * n * inner + i % inner;
      for (int j = 1; j < n; j++) {
        double most = rows.number(start + (int) best[i] * inner);
        double other = rows.number(start + j * inner);
        if (other > most || (Double.isNaN(other) && !Double.isNaN(most))) {
          best[i] = j;
        }
      }
    }
    long[] sizes = new long[x.shape().numDimensions() - 1];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = x.shape().get(d < at ? d : d + 1);
    }
    return NdArrays.wrap(Shape.of(sizes), DataBuffers.of(best, false, false));
  }

  /**
   * Returns the array with a new axis of one, as {@code np.expand_dims}.
   *
   * @param axis where the new axis stands in the result; negative from its end
   */
  public static FloatNdArray expandDims(FloatNdArray x, int axis) {
    return x.withShape(expanded(x, axis));
  }

  /**
   * Returns the array with a new axis of one, as {@code np.expand_dims}.
   *
   * @param axis where the new axis stands in the result; negative from its end
   */
  public static ByteNdArray expandDims(ByteNdArray x, int axis) {
    return x.withShape(expanded(x, axis));
  }

  private static Shape expanded(NdArray<?> x, int axis) {
    int rank = x.shape().numDimensions();
    int at = axis("Np.expandDims", x, axis, rank + 1);
    List<Long> sizes = new ArrayList<>(Arrays.stream(x.shape().asArray()).boxed().toList());
    sizes.add(at, 1L);
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** Joins arrays along their first axis, as {@code np.concatenate}. */
  public static FloatArray concat(FloatNdArray... arrays) {
    return (FloatArray) joined(arrays);
  }

  /** Joins arrays along their first axis, as {@code np.concatenate}. */
  public static ByteNdArray concat(ByteNdArray... arrays) {
    return (ByteNdArray) joined(arrays);
  }

  /** Joins arrays along their first axis, as {@code np.concatenate}. */
  public static IntNdArray concat(IntNdArray... arrays) {
    return (IntNdArray) joined(arrays);
  }

  private static NdArray<?> joined(NdArray<?>[] arrays) {
    if (arrays.length == 0) {
      throw new IllegalArgumentException("Np.concat: expected one array or more. Received: none.");
    }
    return SampleArray.concat(
            "Np.concat", Arrays.stream(arrays).map(a -> SampleArray.of("Np.concat", a)).toList())
        .toNdArray();
  }

  private static int axis(String caller, NdArray<?> x, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: expected an axis in [%d, %d) for shape %s. Received: axis=%d."
              .formatted(caller, -rank, rank, shape(x), axis));
    }
    return axis < 0 ? axis + rank : axis;
  }

  private static SampleArray flat(NdArray<?> x) {
    return SampleArray.of("Np", x.shape().numDimensions() == 0 ? x.withShape(Shape.of(1)) : x);
  }

  private static int size(NdArray<?> x) {
    return SampleArray.checkedSize("Np", x.shape());
  }

  private static String shape(NdArray<?> x) {
    return Arrays.toString(x.shape().asArray()).replace('[', '(').replace(']', ')');
  }
}
