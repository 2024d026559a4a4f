package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
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
 * The NumPy that scripts need around a model: parts of arrays, arithmetic, statistics.
 *
 * <pre>{@code
 * FloatArray xFull = Np.divide(fashion.train().x(), 255.0); // x / 255.0
 * FloatArray xValid = Np.rows(xFull, 0, 5_000); // x[:5000]
 * FloatArray pixels = Np.mean(xFull, 0); // x.mean(axis=0)
 * FloatArray centred = Np.subtract(xFull, pixels); // x - pixels
 * ByteNdArray fives = Np.take(y, Np.mask(y, v -> v == 5)); // y[y == 5]
 * LongNdArray classes = Np.argmax(probabilities, -1); // np.argmax(p, axis=-1)
 * }</pre>
 *
 * <p>Parts, new shapes and new axes share the memory of a float array, and of arrays made here;
 * else they are copies. A byte is unsigned, in [0, 255]. Numbers are NumPy's, bit by bit, for
 * arrays in C's order: {@code transpose} makes a copy in that order, where NumPy sums its view in
 * the order of memory. An axis is counted from the first (0) or, negative, from the last (-1).
 */
public final class Np extends ArrayStatistics {
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
    return Elementwise.floats(x, v -> (float) v * (float) factor);
  }

  /** Returns {@code x * factor}, computed in double precision, as float32. */
  public static FloatArray scale(ByteNdArray x, double factor) {
    return Elementwise.floats(x, v -> (float) (v * factor));
  }

  /** Returns {@code x * factor}, computed in double precision, as float32. */
  public static FloatArray scale(DoubleNdArray x, double factor) {
    return Elementwise.floats(x, v -> (float) (v * factor));
  }

  /** Returns {@code x / divisor} as float32. */
  public static FloatArray divide(FloatNdArray x, double divisor) {
    return Elementwise.floats(x, v -> (float) v / (float) divisor);
  }

  /**
   * Returns {@code x / divisor}, computed in double precision, as float32: what Keras makes of
   * NumPy's pixels divided by 255.0.
   */
  public static FloatArray divide(ByteNdArray x, double divisor) {
    return Elementwise.floats(x, v -> (float) (v / divisor));
  }

  /** Returns {@code x / divisor}, computed in double precision, as float32. */
  public static FloatArray divide(DoubleNdArray x, double divisor) {
    return Elementwise.floats(x, v -> (float) (v / divisor));
  }

  /** Returns {@code a + b}; the shapes are broadcast. */
  public static FloatArray add(FloatNdArray a, FloatNdArray b) {
    return (FloatArray) Elementwise.of("Np.add", a, b, (x, y) -> x + y);
  }

  /** Returns {@code a + b}; the shapes are broadcast. */
  public static DoubleNdArray add(DoubleNdArray a, DoubleNdArray b) {
    return (DoubleNdArray) Elementwise.of("Np.add", a, b, (x, y) -> x + y);
  }

  /** Returns {@code a - b}; the shapes are broadcast. */
  public static FloatArray subtract(FloatNdArray a, FloatNdArray b) {
    return (FloatArray) Elementwise.of("Np.subtract", a, b, (x, y) -> x - y);
  }

  /** Returns {@code a - b}; the shapes are broadcast. */
  public static DoubleNdArray subtract(DoubleNdArray a, DoubleNdArray b) {
    return (DoubleNdArray) Elementwise.of("Np.subtract", a, b, (x, y) -> x - y);
  }

  /** Returns {@code a * b}; the shapes are broadcast. */
  public static FloatArray multiply(FloatNdArray a, FloatNdArray b) {
    return (FloatArray) Elementwise.of("Np.multiply", a, b, (x, y) -> x * y);
  }

  /** Returns {@code a * b}; the shapes are broadcast. */
  public static DoubleNdArray multiply(DoubleNdArray a, DoubleNdArray b) {
    return (DoubleNdArray) Elementwise.of("Np.multiply", a, b, (x, y) -> x * y);
  }

  /** Returns {@code a / b}; the shapes are broadcast. */
  public static FloatArray divide(FloatNdArray a, FloatNdArray b) {
    return (FloatArray) Elementwise.of("Np.divide", a, b, (x, y) -> x / y);
  }

  /** Returns {@code a / b}; the shapes are broadcast. */
  public static DoubleNdArray divide(DoubleNdArray a, DoubleNdArray b) {
    return (DoubleNdArray) Elementwise.of("Np.divide", a, b, (x, y) -> x / y);
  }

  /** Returns the elements with so many decimals, halves to even; negative ones round tens. */
  public static FloatArray round(FloatNdArray x, int decimals) {
    return Elementwise.floats(x, v -> (float) Elementwise.round(v, decimals, true));
  }

  /** Returns the elements with so many decimals, halves to even; negative ones round tens. */
  public static DoubleNdArray round(DoubleNdArray x, int decimals) {
    SampleArray all = Moves.flat("Np.round", x);
    double[] values = new double[all.count()];
    Arrays.setAll(values, i -> Elementwise.round(all.number(i), decimals, false));
    return NdArrays.wrap(x.shape(), DataBuffers.of(values, false, false));
  }

  /** Returns the array with another shape, of which one size may be -1. */
  public static <A extends NdArray<?>> A reshape(A x, long... shape) {
    return like(x, Moves.reshape(x, shape));
  }

  /** Returns a copy with the axes in another order; unless it is given, turned around. */
  public static <A extends NdArray<?>> A transpose(A x, int... axes) {
    return like(x, Moves.transpose(x, axes));
  }

  /** Returns the parts of the first axis with these indices: {@code x[indices]}. */
  public static <A extends NdArray<?>> A take(A x, int[] indices) {
    return take(x, indices, 0);
  }

  /** Returns the parts of an axis with these indices; negative ones count from its end. */
  public static <A extends NdArray<?>> A take(A x, int[] indices, int axis) {
    return like(x, Moves.take(x, indices, axis));
  }

  /** Returns the parts of the first axis where the mask is true: {@code x[mask]}. */
  public static <A extends NdArray<?>> A take(A x, boolean[] mask) {
    return take(x, Moves.indices(x, mask), 0);
  }

  /**
   * Returns of which elements, in order, something holds: {@code y == 5} of {@code v -> v == 5}.
   */
  public static boolean[] mask(NdArray<?> x, DoublePredicate holds) {
    SampleArray all = Moves.flat("Np.mask", x);
    boolean[] mask = new boolean[all.count()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = holds.test(all.number(i));
    }
    return mask;
  }

  /** Returns the different elements, in order. */
  public static <A extends NdArray<?>> A unique(A x) {
    return like(x, Moves.unique(x));
  }

  /** Joins arrays along an axis. */
  public static <A extends NdArray<?>> A concatenate(List<? extends A> arrays, int axis) {
    NdArray<?> joined = Moves.concatenate("Np.concatenate", arrays, axis);
    return like(arrays.get(0), joined);
  }

  /** Joins arrays of one shape along a new axis. */
  public static <A extends NdArray<?>> A stack(List<? extends A> arrays, int axis) {
    NdArray<?> joined = Moves.stack(arrays, axis);
    return like(arrays.get(0), joined);
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
    int at = AxisGroups.axis("Np.expandDims", x, axis, rank + 1);
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

  /** Returns a copy of all elements in row-major order. */
  public static float[] toArray(FloatNdArray x) {
    return FloatArray.flat(x);
  }

  /** Returns a copy of all elements in row-major order. */
  public static double[] toArray(DoubleNdArray x) {
    double[] all = new double[(int) x.size()];
    x.copyTo(DataBuffers.of(all, false, false));
    return all;
  }

  /** Returns a copy of all elements in row-major order. */
  public static int[] toArray(IntNdArray x) {
    int[] all = new int[(int) x.size()];
    x.copyTo(DataBuffers.of(all, false, false));
    return all;
  }

  /** Returns a copy of all elements in row-major order. */
  public static long[] toArray(LongNdArray x) {
    long[] all = new long[(int) x.size()];
    x.copyTo(DataBuffers.of(all, false, false));
    return all;
  }

  /** Returns a copy of all elements in row-major order, in [0, 255]. */
  public static int[] toArray(ByteNdArray x) {
    SampleArray bytes = Moves.flat("Np.toArray", x);
    int[] all = new int[bytes.count()];
    Arrays.setAll(all, i -> (int) bytes.number(i));
    return all;
  }

  /** Parts samples and targets at random, as {@link TrainTestSplit#of} does. */
  public static TrainTestSplit trainTestSplit(
      Object x, Object y, double testSize, long randomState) {
    return TrainTestSplit.of(x, y, testSize, randomState);
  }

  /** Returns {@code 0 … stop - 1}. */
  public static LongNdArray arange(long stop) {
    return Ranges.arange(0, stop, 1);
  }

  /** Returns {@code start, start + step, …} up to, and without, {@code stop}. */
  public static LongNdArray arange(long start, long stop, long step) {
    return Ranges.arange(start, stop, step);
  }

  /** Returns {@code start, start + step, …} up to {@code stop}, which rounding may let in. */
  public static DoubleNdArray arange(double start, double stop, double step) {
    return Ranges.arange(start, stop, step);
  }

  /** Returns numbers at equal distances, the first and the last one given. */
  public static DoubleNdArray linspace(double start, double stop, int num) {
    return Ranges.linspace(start, stop, num);
  }
}
