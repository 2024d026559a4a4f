package keras.layers;

import java.util.List;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Subtracts its second input from its first, element by element.
 *
 * <pre>{@code
 * KerasTensor y = new Subtract().apply(a, b);
 * }</pre>
 *
 * <p>Inputs: two tensors, of shapes that broadcast. Outputs: the broadcast shape. The mask is where
 * any input's is true, if all inputs have one.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/subtract.py}.
 */
public final class Subtract extends MergeLayer<Subtract> {
  /** Makes a layer. */
  public Subtract() {}

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "%s: expected exactly 2 inputs. Received: %d.".formatted(this, inputs.size()));
    }
    super.check(inputs);
  }

  @Override
  protected Expr merge(List<Expr> inputs) {
    return inputs.get(0).sub(inputs.get(1));
  }
}
