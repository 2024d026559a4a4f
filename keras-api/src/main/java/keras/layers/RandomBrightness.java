package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * Makes each image lighter or darker, by chance, at training alone: adds a share of the range of
 * values, one for each image, and cuts what leaves the range.
 *
 * <pre>{@code
 * new RandomBrightness(0.2).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Differs from Keras: images of bytes become floats wherever they are. Keras keeps bytes outside
 * of models and data sets, where its sums wrap around.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_brightness.py}.
 */
public final class RandomBrightness extends ColourLayer<RandomBrightness> {
  private RandomBrightness() {
    super(0, -1, 1);
  }

  /**
   * Makes a layer that adds shares in [-factor, factor].
   *
   * @param factor in [-1, 1]; its sign does not count
   */
  public RandomBrightness(double factor) {
    super(factor, -1, 1);
    validate();
  }

  /**
   * Makes a layer that adds shares in [low, high].
   *
   * @param low at least -1, where everything is black
   * @param high at most 1, where everything is white
   */
  public RandomBrightness(double low, double high) {
    super(List.of(low, high), -1, 1);
    validate();
  }

  @Override
  Expr draw(Draws draws) {
    double width = Ranges.high(valueRange()) - Ranges.low(valueRange());
    return draws.uniform(factor()).mul(width);
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr delta = drawn.cast(images.dtype());
    return Ranges.clip(images.add(delta), valueRange());
  }
}
