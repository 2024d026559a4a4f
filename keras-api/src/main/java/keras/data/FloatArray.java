package keras.data;

import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.impl.dense.FloatDenseNdArray;

/**
 * An array of float32 values, as {@code predict} and {@code getWeights} return it. It becomes a
 * Java array, and prints as NumPy prints.
 *
 * <pre>{@code
 * FloatArray p = model.predict(x);
 * float[][] probabilities = p.toArray2d(); // one row a sample
 * float first = p.getFloat(0, 3); // sample 0, class 3
 * System.out.println(p); // [[0.1 0.7 0.2]]
 * }</pre>
 */
public final class FloatArray extends FloatDenseNdArray {
  /** Makes an array over values in row-major order, which are shared and not copied. */
  public FloatArray(FloatDataBuffer values, Shape shape) {
    super(values, shape);
  }

  /** Makes an array over values in row-major order, which are shared and not copied. */
  public static FloatArray of(float[] values, long... shape) {
    Shape sizes = Shape.of(shape);
    if (sizes.size() != values.length) {
      throw new IllegalArgumentException(
          "FloatArray: shape %s has %d elements. Received: %d values."
              .formatted(ArrayText.shape(sizes), sizes.size(), values.length));
    }
    return new FloatArray(DataBuffers.of(values, false, false), sizes);
  }

  /** Returns a copy of all elements in row-major order, whatever the shape is. */
  public float[] toArray() {
    return flat(this);
  }

  /**
   * Returns a copy with the two axes of this array.
   *
   * @throws IllegalStateException if the array has not two axes
   */
  public float[][] toArray2d() {
    requireRank(2);
    float[] all = toArray();
    float[][] rows = new float[size(0)][size(1)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, i * size(1), rows[i], 0, size(1));
    }
    return rows;
  }

  /**
   * Returns a copy with the three axes of this array.
   *
   * @throws IllegalStateException if the array has not three axes
   */
  public float[][][] toArray3d() {
    requireRank(3);
    float[] all = toArray();
    float[][][] out = new float[size(0)][size(1)][size(2)];
    for (int i = 0; i < size(0) * size(1); i++) {
      System.arraycopy(all, i * size(2), out[i / size(1)][i % size(1)], 0, size(2));
    }
    return out;
  }

  private int size(int axis) {
    return Math.toIntExact(shape().get(axis));
  }

  private void requireRank(int rank) {
    if (shape().numDimensions() != rank) {
      throw new IllegalStateException(
          "toArray%dd: the array has shape %s. Call toArray() for its elements in one row."
              .formatted(rank, ArrayText.shape(shape())));
    }
  }

  static float[] flat(FloatNdArray array) {
    float[] all = new float[Math.toIntExact(array.shape().size())];
    if (all.length > 0) {
      array.copyTo(DataBuffers.of(all, false, false));
    }
    return all;
  }

  /** Returns the elements as NumPy prints them; of more than 1,000 the first and last ones. */
  @Override
  public String toString() {
    return ArrayText.of(this);
  }
}
