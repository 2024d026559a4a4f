package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Changes the contrast of each image, by chance, at training alone: {@code (x - mean) * factor +
 * mean}, with the mean of each channel of each image, cut to the range of values.
 *
 * <pre>{@code
 * new RandomContrast(0.3).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_contrast.py}.
 */
public final class RandomContrast extends ColourLayer<RandomContrast> {
  private RandomContrast() {
    super(0, 0, 1);
  }

  /**
   * Makes a layer that multiplies by factors in [1, 1 + factor], as Keras 3 does.
   *
   * @param factor in [0, 1]
   */
  public RandomContrast(double factor) {
    super(factor, 0, 1);
    validate();
  }

  /** Makes a layer that multiplies by factors in [1 - low, 1 + high]; both are in [0, 1]. */
  public RandomContrast(double low, double high) {
    super(List.of(low, high), 0, 1);
    validate();
  }

  @Override
  List<Double> endsOf(List<Double> given) {
    return Ranges.ends(this, given);
  }

  @Override
  Expr draw(Draws draws) {
    List<Double> shares = factor();
    return draws.uniform(
        dtypePolicy().computeDtype(), 1 - Ranges.low(shares), 1 + Ranges.high(shares));
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr mean = Numpy.mean(Numpy.mean(images, 1, true), 2, true);
    Expr contrast = drawn.cast(images.dtype());
    return Ranges.clip(images.sub(mean).mul(contrast).add(mean), valueRange());
  }
}
