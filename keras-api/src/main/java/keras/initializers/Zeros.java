package keras.initializers;

import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * All zeros.
 *
 * <p>Keras: {@code keras/src/initializers/constant_initializers.py}.
 */
public final class Zeros extends Initializer {
  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    return Expr.of(tf, tf.fill(RandomOps.shape(tf, shape), Core.constant(tf, 0, dtype)));
  }
}
