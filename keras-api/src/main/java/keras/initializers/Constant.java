package keras.initializers;

import keras.config.Arg;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * One number everywhere.
 *
 * <pre>{@code
 * new Dense(3).biasInitializer(new Constant(0.1))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/constant_initializers.py}.
 */
public final class Constant extends Initializer {
  @Arg private Number value = 0.0;

  /** Fills with 0. */
  public Constant() {}

  /** Fills with {@code value}, in the weight's dtype. */
  public Constant(double value) {
    this.value = value;
  }

  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    // Keras makes a float32 of a Python float before it casts to any other dtype
    double v =
        value instanceof Integer || value instanceof Long
            ? value.doubleValue()
            : value.floatValue();
    Expr one = Core.constant(tf, v, dtype);
    return one.wrap(tf.fill(RandomOps.shape(tf, shape), one));
  }
}
