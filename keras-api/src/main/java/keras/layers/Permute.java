package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Puts the axes of each sample into another order.
 *
 * <pre>{@code
 * new Permute(2, 1) // swaps time and features
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}, with as many axes as {@code dims} names and the batch axis.
 * Outputs: {@code (batch, inputs[dims[0]], inputs[dims[1]], ...)}.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/permute.py}.
 */
public final class Permute extends FluentLayer<Permute> {
  @Arg private int[] dims = {};

  private Permute() {}

  /**
   * Makes a layer that permutes axes.
   *
   * @param dims the axes of the inputs in the outputs' order, each from 1 on once; the batch axis,
   *     0, stays
   */
  public Permute(int... dims) {
    this.dims = dims.clone();
    validate();
  }

  @Override
  protected void validate() {
    int[] sorted = IntStream.of(dims).sorted().toArray();
    if (!Arrays.equals(sorted, IntStream.rangeClosed(1, dims.length).toArray())) {
      throw new IllegalArgumentException(
          "Permute: `dims` must hold each axis from 1 on once. Received: dims=%s."
              .formatted(Arrays.toString(dims)));
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != dims.length + 1) {
      throw new IllegalArgumentException(
          "%s: expected inputs of %d axes. Received: shape %s."
              .formatted(this, dims.length + 1, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return x.transpose(IntStream.concat(IntStream.of(0), IntStream.of(dims)).toArray());
  }
}
