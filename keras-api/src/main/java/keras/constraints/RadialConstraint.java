package keras.constraints;

import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Shapes;

/**
 * Kernels of images whose values are the same all around the centre, ring by ring. Keras 2 has it,
 * and files of its time; Keras 3 does not.
 *
 * <pre>{@code
 * new Conv2D(8, 4).kernelConstraint(new RadialConstraint())
 * }</pre>
 *
 * <p>Weights must have the shape {@code (size, size, inputs, outputs)}, of size 2 at least. Each
 * ring gets a value of the kernel's diagonal: for an even size those of the centre and of every
 * ring from there to the last corner; for an odd size the centre gets what stands before it on the
 * diagonal, and the first ring what stands at the centre, as in tf_keras.
 *
 * <p>tf_keras itself trains with it only where {@code run_eagerly} is true.
 *
 * <p>Keras: {@code tf_keras/src/constraints.py}.
 */
public final class RadialConstraint extends Constraint {
  @Override
  public Expr call(Expr w) {
    long[] shape = w.shape().asArray();
    if (shape.length != 4 || shape[0] != shape[1] || shape[0] < 2) {
      throw new IllegalArgumentException(
          "RadialConstraint: expected a weight of shape (size, size, inputs, outputs) with a size of at least 2. Received: shape %s."
              .formatted(Shapes.show(w.shape())));
    }
    int size = Math.toIntExact(shape[0]);
    int[] from = new int[size * size];
    for (int i = 0; i < from.length; i++) {
      from[i] = diagonal(i / size, i % size, size) * (size + 1);
    }
    Expr places = w.reshape((long) size * size, shape[2] * shape[3]);
    return Numpy.take(places, w.wrap(w.tf().constant(from)), 0).reshape(shape);
  }

  /** Returns which place of the diagonal a place of a kernel gets its value from. */
  private static int diagonal(int row, int column, int size) {
    int start = size / 2;
    boolean odd = size % 2 == 1;
    int down = row >= start ? row - start : start - row - (odd ? 0 : 1);
    int right = column >= start ? column - start : start - column - (odd ? 0 : 1);
    int ring = Math.max(down, right);
    return ring == 0 || odd ? start - 1 + ring : start + ring;
  }
}
