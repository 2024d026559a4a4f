package keras.initializers;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;

/**
 * Values uniform in [minval, maxval).
 *
 * <pre>{@code
 * new Embedding(1000, 64).embeddingsInitializer(new RandomUniform(-1, 1))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class RandomUniform extends RandomInitializer<RandomUniform> {
  @Arg private double minval = -0.05;
  @Arg private double maxval = 0.05;

  /** Draws from [-0.05, 0.05). */
  public RandomUniform() {}

  /** Draws from [minval, maxval). */
  public RandomUniform(double minval, double maxval) {
    this.minval = minval;
    this.maxval = maxval;
  }

  /** Sets the lower end, included; -0.05 if not set. */
  public RandomUniform minval(double minval) {
    this.minval = minval;
    return this;
  }

  /** Sets the upper end, excluded; 0.05 if not set. */
  public RandomUniform maxval(double maxval) {
    this.maxval = maxval;
    return this;
  }

  @Override
  protected Expr draw(RandomOps random, Shape shape, DType dtype) {
    return random.uniform(shape, dtype, minval, maxval);
  }
}
