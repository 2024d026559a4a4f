package keras.layers;

import java.util.List;
import keras.ops.Expr;

/**
 * Takes the smallest of its inputs, element by element.
 *
 * <pre>{@code
 * KerasTensor y = new Minimum().apply(a, b);
 * }</pre>
 *
 * <p>Inputs: one tensor or more, of shapes that broadcast. Outputs: the broadcast shape. The mask
 * is where any input's is true, if all inputs have one. Where an input is masked, the others count
 * alone.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/minimum.py}.
 */
public final class Minimum extends MergeLayer<Minimum> {
  /** Makes a layer. */
  public Minimum() {}

  @Override
  protected Expr merge(List<Expr> inputs) {
    return masked(inputs, Expr::minimum);
  }
}
