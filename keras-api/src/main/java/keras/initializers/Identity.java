package keras.initializers;

import java.util.LinkedHashMap;
import java.util.Map;
import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The identity matrix times a gain; for matrices only.
 *
 * <pre>{@code
 * new SimpleRNN(8).recurrentInitializer(new Identity().gain(0.9))
 * }</pre>
 *
 * <p>Differs from Keras: a gain other than 1 is written to the config as {@code gain}, which Keras
 * reads but forgets to write.
 *
 * <p>Keras: {@code keras/src/initializers/constant_initializers.py}.
 */
public final class Identity extends Initializer {
  @Arg private double gain = 1;

  /** Sets the factor, 1 if not set. */
  public Identity gain(double gain) {
    this.gain = gain;
    return this;
  }

  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    if (shape.numDimensions() != 2) {
      throw new IllegalArgumentException(
          "Identity: expected a weight of rank 2. Received: shape %s."
              .formatted(Shapes.show(shape)));
    }
    return Numpy.eye(tf, shape.get(0), shape.get(1), dtype).mul(gain);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(super.config());
    if (gain == 1) {
      config.remove("gain");
    }
    return config;
  }
}
