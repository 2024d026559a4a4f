package keras.initializers;

import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Uniform values within {@code ±sqrt(6 / (fan_in + fan_out))} (Glorot &amp; Bengio, 2010).
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class GlorotUniform extends RandomInitializer<GlorotUniform> {
  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    double fans = shape.get(0) + shape.get(-1);
    double limit = Math.sqrt(3.0 * (1.0 / (fans / 2)));
    return random(tf).uniform(RandomOps.shape(tf, shape), dtype, -limit, limit);
  }
}
