package keras.initializers;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;

/**
 * Values of a normal distribution.
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer(new RandomNormal().stddev(0.01).seed(7))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class RandomNormal extends RandomInitializer<RandomNormal> {
  @Arg private double mean = 0;
  @Arg private double stddev = 0.05;

  /** Sets the mean, 0 if not set. */
  public RandomNormal mean(double mean) {
    this.mean = mean;
    return this;
  }

  /** Sets the standard deviation, 0.05 if not set. */
  public RandomNormal stddev(double stddev) {
    this.stddev = stddev;
    return this;
  }

  @Override
  protected Expr draw(RandomOps random, Shape shape, DType dtype) {
    return random.normal(shape, dtype, mean, stddev);
  }
}
