package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Blends each image with its grey picture, by chance, at training alone: 0 leaves it, 1 is grey,
 * and below 0 colours become stronger.
 *
 * <pre>{@code
 * new RandomColorDegeneration(0.5).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, or one image without the batch, of any number type;
 * with the channels first if {@code dataFormat} says so. Outputs: the same shape, in the layer's
 * dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/random_color_degeneration.py}.
 */
public final class RandomColorDegeneration extends DrawingLayer<RandomColorDegeneration, Expr>
    implements SeedOptions<RandomColorDegeneration>, ValueRangeOptions<RandomColorDegeneration> {
  @Arg private Object factor = 0;
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  private RandomColorDegeneration() {}

  /**
   * Makes a layer that blends by shares in [-factor, factor], as Keras does.
   *
   * @param factor in [-1, 1]; its sign does not count
   */
  public RandomColorDegeneration(double factor) {
    this.factor = factor;
    validate();
  }

  /** Makes a layer that blends by shares in [low, high]; both are in [-1, 1]. */
  public RandomColorDegeneration(double low, double high) {
    this.factor = List.of(low, high);
    validate();
  }

  @Override
  protected void validate() {
    factor = factor();
    valueRange = Ranges.sortedEnds(this, valueRange);
    seedWith(seed);
  }

  private List<Double> factor() {
    return Ranges.factor(this, "factor", factor, -1, 1);
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    return draws.uniform(factor());
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr share = drawn.cast(images.dtype());
    Expr grey = Colours.grey(images);
    return Ranges.clip(images.add(share.mul(grey.sub(images))), valueRange);
  }
}
