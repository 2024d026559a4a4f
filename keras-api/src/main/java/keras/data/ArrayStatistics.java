package keras.data;

import java.util.Arrays;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.ShortNdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** What {@link Np} has of sums, means and extremes. */
abstract class ArrayStatistics {
  /** Returns the sum of all elements: {@code np.sum(x)}. */
  public static double sum(NdArray<?> x) {
    return new Reductions("Np.sum", x).sum()[0];
  }

  /** Returns the sum along axes, which the result lacks. */
  public static FloatArray sum(FloatNdArray x, int axis, int... more) {
    Reductions along = new Reductions("Np.sum", x, axes(axis, more));
    return floats(along.sum(), along.axes().left());
  }

  /** Returns the sum along axes, which the result lacks, in double precision. */
  public static DoubleNdArray sum(NdArray<?> x, int axis, int... more) {
    Reductions along = new Reductions("Np.sum", x, axes(axis, more));
    return doubles(along.sum(), along.axes().left());
  }

  /** Returns the sums along axes, as int64. */
  public static LongNdArray sum(ByteNdArray x, int axis, int... more) {
    return sums(x, axes(axis, more));
  }

  /** Returns the sums along axes, as int64. */
  public static LongNdArray sum(IntNdArray x, int axis, int... more) {
    return sums(x, axes(axis, more));
  }

  /** Returns the sums along axes. */
  public static LongNdArray sum(LongNdArray x, int axis, int... more) {
    return sums(x, axes(axis, more));
  }

  private static LongNdArray sums(NdArray<?> x, int[] axes) {
    Reductions along = new Reductions("Np.sum", x, axes);
    return longs(along.sumOfIntegers(), along.axes().left());
  }

  /** Returns the mean of all elements: {@code np.mean(x)}. */
  public static double mean(NdArray<?> x) {
    return new Reductions("Np.mean", x).mean()[0];
  }

  /** Returns the mean along axes, which the result lacks. */
  public static FloatArray mean(FloatNdArray x, int axis, int... more) {
    Reductions along = new Reductions("Np.mean", x, axes(axis, more));
    return floats(along.mean(), along.axes().left());
  }

  /** Returns the mean along axes, which the result lacks, in double precision. */
  public static DoubleNdArray mean(NdArray<?> x, int axis, int... more) {
    Reductions along = new Reductions("Np.mean", x, axes(axis, more));
    return doubles(along.mean(), along.axes().left());
  }

  /** Returns the standard deviation (of n, not n - 1) of all elements: {@code np.std(x)}. */
  public static double std(NdArray<?> x) {
    return new Reductions("Np.std", x).deviation()[0];
  }

  /** Returns the standard deviation (of n, not n - 1) along axes, which the result lacks. */
  public static FloatArray std(FloatNdArray x, int axis, int... more) {
    Reductions along = new Reductions("Np.std", x, axes(axis, more));
    return floats(along.deviation(), along.axes().left());
  }

  /**
   * Returns the standard deviation (of n, not n - 1) along axes, which the result lacks, in double
   * precision.
   */
  public static DoubleNdArray std(NdArray<?> x, int axis, int... more) {
    Reductions along = new Reductions("Np.std", x, axes(axis, more));
    return doubles(along.deviation(), along.axes().left());
  }

  /** Returns the variance (of n, not n - 1) of all elements: {@code np.var(x)}. */
  public static double var(NdArray<?> x) {
    return new Reductions("Np.var", x).variance()[0];
  }

  /** Returns the variance (of n, not n - 1) along axes, which the result lacks. */
  public static FloatArray var(FloatNdArray x, int axis, int... more) {
    Reductions along = new Reductions("Np.var", x, axes(axis, more));
    return floats(along.variance(), along.axes().left());
  }

  /**
   * Returns the variance (of n, not n - 1) along axes, which the result lacks, in double precision.
   */
  public static DoubleNdArray var(NdArray<?> x, int axis, int... more) {
    Reductions along = new Reductions("Np.var", x, axes(axis, more));
    return doubles(along.variance(), along.axes().left());
  }

  /** Returns the greatest element; NaN where there is one. */
  public static double max(NdArray<?> x) {
    return Moves.flat("Np.max", x).number(new Reductions("Np.max", x).extremes("Np.max", true)[0]);
  }

  /** Returns the greatest elements along axes, which the result lacks; NaN where there is one. */
  public static <A extends NdArray<?>> A max(A x, int axis, int... more) {
    Reductions along = new Reductions("Np.max", x, axes(axis, more));
    int[] places = along.extremes("Np.max", true);
    return like(x, Moves.at(Moves.flat("Np.max", x), places, along.axes().left()));
  }

  /** Returns the least element; NaN where there is one. */
  public static double min(NdArray<?> x) {
    return Moves.flat("Np.min", x).number(new Reductions("Np.min", x).extremes("Np.min", false)[0]);
  }

  /** Returns the least elements along axes, which the result lacks; NaN where there is one. */
  public static <A extends NdArray<?>> A min(A x, int axis, int... more) {
    Reductions along = new Reductions("Np.min", x, axes(axis, more));
    int[] places = along.extremes("Np.min", false);
    return like(x, Moves.at(Moves.flat("Np.min", x), places, along.axes().left()));
  }

  /**
   * Returns the index of the greatest element of the flat array; the first of equals, or of NaNs.
   */
  public static long argmax(NdArray<?> x) {
    return new Reductions("Np.argmax", x).extremes("Np.argmax", true)[0];
  }

  /**
   * Returns the index of the greatest element along an axis, which the result lacks; the first of
   * equals. As in NumPy, NaN counts as greatest.
   */
  public static LongNdArray argmax(NdArray<?> x, int axis) {
    return extremes("Np.argmax", x, axis, true);
  }

  /** Returns the index of the least element of the flat array; the first of equals, or of NaNs. */
  public static long argmin(NdArray<?> x) {
    return new Reductions("Np.argmin", x).extremes("Np.argmin", false)[0];
  }

  /**
   * Returns the index of the least element along an axis, which the result lacks; the first of
   * equals. As in NumPy, NaN counts as least.
   */
  public static LongNdArray argmin(NdArray<?> x, int axis) {
    return extremes("Np.argmin", x, axis, false);
  }

  private static LongNdArray extremes(String caller, NdArray<?> x, int axis, boolean greatest) {
    int rank = x.shape().numDimensions();
    int at = AxisGroups.axis(caller, x, axis, rank);
    if (x.shape().get(at) == 0) {
      throw new IllegalArgumentException(
          "%s: axis %d of shape %s is empty.".formatted(caller, axis, ArrayText.shape(x.shape())));
    }
    Reductions along = new Reductions(caller, x, at);
    long inner = Shape.of(Arrays.copyOfRange(x.shape().asArray(), at + 1, rank)).size();
    int[] places = along.extremes(caller, greatest);
    long[] best = new long[places.length];
    Arrays.setAll(best, i -> places[i] / inner % x.shape().get(at));
    return longs(best, along.axes().left());
  }

  private static int[] axes(int axis, int[] more) {
    int[] axes = Arrays.copyOf(new int[] {axis}, more.length + 1);
    System.arraycopy(more, 0, axes, 1, more.length);
    return axes;
  }

  private static FloatArray floats(double[] values, Shape shape) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return new FloatArray(DataBuffers.of(narrow, false, false), shape);
  }

  private static DoubleNdArray doubles(double[] values, Shape shape) {
    return NdArrays.wrap(shape, DataBuffers.of(values, false, false));
  }

  private static LongNdArray longs(long[] values, Shape shape) {
    return NdArrays.wrap(shape, DataBuffers.of(values, false, false));
  }

  /** Gives a result, which has the dtype of {@code x}, its type. */
  @SuppressWarnings("unchecked") // arrays of one dtype are of one type
  static <A extends NdArray<?>> A like(A x, NdArray<?> made) {
    if (x instanceof ShortNdArray) {
      throw new IllegalArgumentException(
          "Np: expected an array of another dtype. Received: int16.");
    }
    return (A) made;
  }
}
