package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Ops;

/**
 * Keeps the highest bits of what pixels hold, a number of bits that is drawn for each image, at
 * training alone.
 *
 * <pre>{@code
 * new RandomPosterization(5).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. Values are taken for 256 whole numbers over the range of values. There is no
 * gradient by the images. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too, unless both ends
 * of the factor are equal.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_posterization.py}.
 */
public final class RandomPosterization extends ColourLayer<RandomPosterization> {
  private static final int BITS = 8;

  private RandomPosterization() {
    super(BITS, 1, BITS);
  }

  /**
   * Makes a layer that keeps 1 bit or more, and fewer than {@code factor}; 1 where that is 1.
   *
   * @param factor in [1, 8]
   */
  public RandomPosterization(int factor) {
    super(factor, 1, BITS);
    validate();
  }

  /** Makes a layer that keeps {@code low} bits or more, and fewer than {@code high}, or as many. */
  public RandomPosterization(int low, int high) {
    super(List.of(low, high), 1, BITS);
    validate();
  }

  /** Returns whole numbers: Keras fails on 4.0. */
  @Override
  List<Integer> written(List<Double> ends, Object given) {
    if (ends.stream().anyMatch(n -> n != Math.rint(n))) {
      throw new IllegalArgumentException(
          "RandomPosterization: `factor` must be whole numbers of bits. Received: factor=%s."
              .formatted(given));
    }
    return ends.stream().map(Double::intValue).toList();
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    int low = factor().get(0).intValue();
    int high = factor().get(1).intValue();
    Expr bits;
    if (low == high) {
      bits = Core.constant(draws.images().tf(), low, DType.UINT8).reshape(1, 1, 1, 1);
    } else {
      bits = draws.next().randint(draws.shape(draws.batch(), 1, 1, 1), low, high, DType.UINT8);
    }
    return bits.constant(BITS).sub(bits);
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr bytes = transformValueRange(images, valueRange(), Ranges.BYTES, dtype).cast(DType.UINT8);
    Expr high = Ops.binary("bitwise_right_shift", bytes, drawn);
    Expr kept = Ops.binary("bitwise_left_shift", high, drawn).cast(dtype);
    return transformValueRange(kept, Ranges.BYTES, valueRange(), dtype);
  }
}
