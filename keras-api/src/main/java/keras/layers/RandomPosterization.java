package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Ops;
import org.jspecify.annotations.Nullable;

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
public final class RandomPosterization extends DrawingLayer<RandomPosterization, Expr>
    implements SeedOptions<RandomPosterization>, ValueRangeOptions<RandomPosterization> {
  private static final int BITS = 8;

  @Arg private Object factor = BITS;
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  private RandomPosterization() {}

  /**
   * Makes a layer that keeps 1 bit or more, and fewer than {@code factor}; 1 where that is 1.
   *
   * @param factor in [1, 8]
   */
  public RandomPosterization(int factor) {
    this.factor = factor;
    validate();
  }

  /** Makes a layer that keeps {@code low} bits or more, and fewer than {@code high}, or as many. */
  public RandomPosterization(int low, int high) {
    this.factor = List.of(low, high);
    validate();
  }

  @Override
  protected void validate() {
    factor = factor();
    valueRange = Ranges.sortedEnds(this, valueRange);
    seedWith(seed);
  }

  /** Returns whole numbers: Keras fails on 4.0. */
  private List<Integer> factor() {
    List<Double> ends = Ranges.factor(this, "factor", factor, 1, BITS);
    if (ends.stream().anyMatch(n -> n != Math.rint(n))) {
      throw new IllegalArgumentException(
          "RandomPosterization: `factor` must be whole numbers of bits. Received: factor=%s."
              .formatted(factor));
    }
    return ends.stream().map(Double::intValue).toList();
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    int low = factor().get(0);
    int high = factor().get(1);
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
    Expr bytes = transformValueRange(images, valueRange, Ranges.BYTES, dtype).cast(DType.UINT8);
    Expr shift = drawn;
    Expr high = Ops.binary("bitwise_right_shift", bytes, shift);
    Expr kept = Ops.binary("bitwise_left_shift", high, shift).cast(dtype);
    return transformValueRange(kept, Ranges.BYTES, valueRange, dtype);
  }
}
