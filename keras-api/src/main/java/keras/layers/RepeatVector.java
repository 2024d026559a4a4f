package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import org.tensorflow.ndarray.Shape;

/**
 * Makes a sequence of each vector by repeating it.
 *
 * <pre>{@code
 * new RepeatVector(10)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, features)}. Outputs: {@code (batch, n, features)}.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/repeat_vector.py}.
 */
public final class RepeatVector extends FluentLayer<RepeatVector> {
  @Arg private int n;

  private RepeatVector() {}

  /**
   * Makes a layer that repeats vectors.
   *
   * @param n how many times, at least once
   */
  public RepeatVector(int n) {
    this.n = n;
    validate();
  }

  @Override
  protected void validate() {
    requirePositive("n", n);
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != 2) {
      throw new IllegalArgumentException(
          "%s: expected inputs of 2 axes. Received: shape %s."
              .formatted(this, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ExtentOps.repeat(x.expandDims(1), n, 1);
  }
}
