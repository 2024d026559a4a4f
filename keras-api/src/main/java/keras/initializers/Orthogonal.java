package keras.initializers;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.RandomOps;
import keras.ops.Shapes;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.Qr;
import org.tensorflow.types.family.TNumber;

/**
 * A random orthogonal matrix times a gain (Saxe et al., 2014): orthogonal columns, or rows where
 * there are fewer rows than columns.
 *
 * <pre>{@code
 * new LSTM(8).recurrentInitializer(new Orthogonal().gain(1.4))
 * }</pre>
 *
 * <p>A weight of more than two axes is one matrix, {@code (all but the last, the last)}.
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class Orthogonal extends RandomInitializer<Orthogonal> {
  @Arg private double gain = 1;

  /** Sets the factor, 1 if not set. */
  public Orthogonal gain(double gain) {
    this.gain = gain;
    return this;
  }

  @Override
  protected Expr draw(RandomOps random, Shape shape, DType dtype) {
    if (shape.numDimensions() < 2) {
      throw new IllegalArgumentException(
          "Orthogonal: expected a weight of rank 2 at least. Received: shape %s."
              .formatted(Shapes.show(shape)));
    }
    long columns = shape.get(-1);
    long rows = 1;
    for (int i = 0; i < shape.numDimensions() - 1; i++) {
      rows *= shape.get(i);
    }
    Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
    Expr a = random.normal(tall, dtype, 0, 1);
    Ops tf = a.tf();
    Qr<TNumber> qr = tf.linalg.qr(a);
    Expr diagonal = a.wrap(tf.linalg.matrixDiagPart(a.wrap(qr.r()), tf.constant(0), a.constant(0)));
    Expr q = a.wrap(qr.q()).mul(Numpy.sign(diagonal));
    if (rows < columns) {
      q = q.transpose(1, 0);
    }
    return q.reshape(shape.asArray()).mul(gain);
  }
}
