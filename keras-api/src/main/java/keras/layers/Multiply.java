package keras.layers;

import java.util.List;
import java.util.Objects;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Multiplies its inputs, element by element.
 *
 * <pre>{@code
 * KerasTensor y = new Multiply().apply(a, b);
 * }</pre>
 *
 * <p>Inputs: one tensor or more, of shapes that broadcast. Outputs: the broadcast shape. The mask
 * is where any input's is true, if all inputs have one. Where some of the inputs are masked, the
 * others count alone; where all are, the output is 0.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/multiply.py}.
 */
public final class Multiply extends MergeLayer<Multiply> {
  /** Makes a layer. */
  public Multiply() {}

  @Override
  protected Expr merge(List<Expr> inputs) {
    Expr product = null;
    Expr any = null;
    boolean all = inputs.stream().allMatch(x -> maskOf(x) != null);
    for (Expr x : inputs) {
      Expr mask = maskOf(x);
      Expr factor = mask == null ? x : mask.where(x, x.constant(1));
      any = any == null || mask == null ? mask : Numpy.logicalOr(any, mask);
      product = product == null ? factor : product.mul(factor);
    }
    Expr y = Objects.requireNonNull(product);
    return all && any != null ? any.where(y, y.constant(0)) : y;
  }
}
