package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;

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
public final class RandomColorDegeneration extends ColourLayer<RandomColorDegeneration> {
  private RandomColorDegeneration() {
    super(0, -1, 1);
  }

  /**
   * Makes a layer that blends by shares in [-factor, factor], as Keras does.
   *
   * @param factor in [-1, 1]; its sign does not count
   */
  public RandomColorDegeneration(double factor) {
    super(factor, -1, 1);
    validate();
  }

  /** Makes a layer that blends by shares in [low, high]; both are in [-1, 1]. */
  public RandomColorDegeneration(double low, double high) {
    super(List.of(low, high), -1, 1);
    validate();
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
    return Ranges.clip(images.add(share.mul(grey.sub(images))), valueRange());
  }
}
