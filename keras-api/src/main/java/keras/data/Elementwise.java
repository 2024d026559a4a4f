package keras.data;

import java.util.function.DoubleBinaryOperator;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Functions of each element, and of the elements of two arrays that NumPy broadcasts. */
final class Elementwise {
  private Elementwise() {}

  /** What a float32 element becomes. */
  interface ToFloat {
    float of(double value);
  }

  static FloatArray floats(NdArray<?> x, ToFloat function) {
    SampleArray rows = Moves.flat("Np", x);
    float[] values = new float[rows.count()];
    if (rows.array() instanceof byte[] bytes) { // there are only 256 of them
      float[] table = new float[256];
      for (int b = 0; b < table.length; b++) {
        table[b] = function.of(b);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = table[bytes[rows.offset() + i] & 0xff];
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = function.of(rows.number(i));
      }
    }
    return new FloatArray(DataBuffers.of(values, false, false), x.shape());
  }

  /**
   * Rounds half to even after so many decimals, as NumPy does: multiplies by a power of ten, rounds
   * and divides, each in the array's precision.
   */
  static double round(double x, int decimals, boolean single) {
    double power = Math.pow(10, Math.abs(decimals));
    if (decimals == 0) {
      return Math.rint(x);
    }
    boolean fine = decimals > 0;
    double large = fine ? x * power : x / power;
    double whole = Math.rint(single ? (float) large : large);
    double small = fine ? whole / power : whole * power;
    return single ? (float) small : small;
  }

  /** Returns a function of two arrays of one dtype, broadcast. */
  static NdArray<?> of(String caller, NdArray<?> a, NdArray<?> b, DoubleBinaryOperator function) {
    Shape shape = broadcast(caller, a.shape(), b.shape());
    int[] fromA = places(a.shape(), shape);
    int[] fromB = places(b.shape(), shape);
    SampleArray left = Moves.flat(caller, a);
    SampleArray right = Moves.flat(caller, b);
    Object out = left.element().allocate(fromA.length);
    for (int i = 0; i < fromA.length; i++) {
      double value = function.applyAsDouble(left.number(fromA[i]), right.number(fromB[i]));
      if (out instanceof float[] floats) {
        floats[i] = (float) value;
      } else {
        ((double[]) out)[i] = value;
      }
    }
    return left.element().wrap(shape, out, 0);
  }

  private static Shape broadcast(String caller, Shape a, Shape b) {
    int rank = Math.max(a.numDimensions(), b.numDimensions());
    long[] sizes = new long[rank];
    for (int d = 1; d <= rank; d++) {
      long one = d > a.numDimensions() ? 1 : a.get(-d);
      long other = d > b.numDimensions() ? 1 : b.get(-d);
      if (one != other && one != 1 && other != 1) {
        throw new IllegalArgumentException(
            "%s: shapes %s and %s cannot be broadcast to one."
                .formatted(caller, ArrayText.shape(a), ArrayText.shape(b)));
      }
      sizes[rank - d] = one == 1 ? other : one;
    }
    return Shape.of(sizes);
  }

  /** Returns where each element of the broadcast shape is in an array of its own shape. */
  private static int[] places(Shape own, Shape shape) {
    int rank = shape.numDimensions();
    int[] strides = new int[rank];
    int stride = 1;
    for (int d = 1; d <= own.numDimensions(); d++) {
      strides[rank - d] = own.get(-d) == 1 ? 0 : stride;
      stride *= (int) own.get(-d);
    }
    int[] places = {0};
    for (int d = 0; d < rank; d++) {
      places = Moves.outer(places, (int) shape.get(d), strides[d]);
    }
    return places;
  }
}
