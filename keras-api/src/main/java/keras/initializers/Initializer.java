package keras.initializers;

import keras.config.ConstructionOrder;
import keras.config.KerasObject;
import keras.ops.DType;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The values a weight starts from.
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("he_normal");
 * new Dense(3).kernelInitializer(new RandomNormal().stddev(0.01).seed(7));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/initializer.py}.
 */
public abstract class Initializer extends KerasObject {
  /**
   * Builds the values in the graph of {@code tf}.
   *
   * @param shape the weight's shape, every size known
   */
  public abstract Expr call(Ops tf, Shape shape, DType dtype);

  /**
   * Returns a new initializer with a Keras name: {@code "glorot_uniform"}, {@code "GlorotUniform"}
   * or one of the short ones, {@code "normal"}, {@code "uniform"}, {@code "zero"}, {@code "one"}.
   * Whoever holds it gives it its turn to take a seed (see {@link ConstructionOrder}).
   */
  public static Initializer get(String id) {
    return ConstructionOrder.held(() -> Initializers.ALL.get(id));
  }
}
