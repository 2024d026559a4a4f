package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Makes negatives of images, by chance, at training alone: {@code high - x}.
 *
 * <pre>{@code
 * new RandomInvert().factor(0.5).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type. Outputs: the same shape, in the layer's dtype. Of maps, labels, boxes and masks pass
 * as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_invert.py}.
 */
public final class RandomInvert extends DrawingLayer<RandomInvert, Expr>
    implements FactorOptions<RandomInvert>,
        SeedOptions<RandomInvert>,
        ValueRangeOptions<RandomInvert> {
  @Arg private Object factor = List.of(0.0, 1.0);
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  /** Makes a layer that draws the probability for each image in [0, 1]. */
  public RandomInvert() {
    validate();
  }

  @Override
  protected void validate() {
    factor = factor();
    valueRange = Ranges.ends(this, valueRange);
    seedWith(seed);
  }

  private List<Double> factor() {
    return Ranges.factor(this, "factor", factor, 0, 1);
  }

  @Override
  Expr draw(Draws draws) {
    return draws.chance(factor());
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr negative = images.constant(Ranges.high(valueRange)).sub(images);
    return drawn.where(negative, images);
  }
}
