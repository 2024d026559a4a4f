package keras.layers;

import java.util.List;
import keras.ops.Expr;

/**
 * Adds its inputs, element by element.
 *
 * <pre>{@code
 * KerasTensor sum = new Add().apply(a, b);
 * }</pre>
 *
 * <p>Inputs: one tensor or more, of shapes that broadcast. Outputs: the broadcast shape. The mask
 * is where any input's is true, if all inputs have one.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/add.py}.
 */
public final class Add extends MergeLayer<Add> {
  /** Makes a layer. */
  public Add() {}

  @Override
  protected Expr merge(List<Expr> inputs) {
    Expr sum = inputs.get(0);
    for (Expr x : inputs.subList(1, inputs.size())) {
      sum = sum.add(x);
    }
    return sum;
  }
}
