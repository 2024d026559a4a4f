package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import org.tensorflow.ndarray.Shape;

/**
 * Repeats each step of sequences.
 *
 * <pre>{@code
 * new UpSampling1D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}. Outputs: {@code (batch, steps * size, features)}.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/up_sampling1d.py}.
 */
public final class UpSampling1D extends FluentLayer<UpSampling1D> {
  @Arg private int size = 2;

  /** Makes a layer that gives each step twice. */
  public UpSampling1D() {}

  /**
   * Makes a layer that repeats steps.
   *
   * @param size how many times each step comes, at least once
   */
  public UpSampling1D(int size) {
    this.size = size;
    validate();
  }

  @Override
  protected void validate() {
    requirePositive("size", size);
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != 3) {
      throw new IllegalArgumentException(
          "%s: expected inputs of 3 axes. Received: shape %s."
              .formatted(this, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ExtentOps.repeat(x, size, 1);
  }
}
