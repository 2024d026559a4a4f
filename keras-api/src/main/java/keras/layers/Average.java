package keras.layers;

import java.util.List;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * Averages its inputs, element by element.
 *
 * <pre>{@code
 * KerasTensor y = new Average().apply(a, b);
 * }</pre>
 *
 * <p>Inputs: one tensor or more, of shapes that broadcast. Outputs: the broadcast shape. The mask
 * is where any input's is true, if all inputs have one. Of integers the average is float64, as
 * TensorFlow divides them; of those with less than 32 bits float32.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/average.py}.
 */
public final class Average extends MergeLayer<Average> {
  /** Makes a layer. */
  public Average() {}

  @Override
  protected Expr merge(List<Expr> inputs) {
    Expr sum = inputs.get(0);
    for (Expr x : inputs.subList(1, inputs.size())) {
      sum = sum.add(x);
    }
    boolean wide = sum.dtype() == DType.INT32 || sum.dtype() == DType.INT64;
    DType divided = wide ? DType.FLOAT64 : DType.FLOAT32;
    return (sum.dtype().isFloating() ? sum : sum.cast(divided)).div(inputs.size());
  }
}
