package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * Makes the colours of each image stronger or paler, by chance, at training alone: multiplies the
 * saturation by {@code factor / (1 - factor)}, so that 0.5 leaves it and 0 is grey.
 *
 * <pre>{@code
 * new RandomSaturation(0.3, 0.6).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, or one image without the batch, of any number type;
 * with the channels first if {@code dataFormat} says so. Outputs: the same shape, in the layer's
 * dtype. As in Keras, the saturation, a number up to 1, is cut to the range of values. There is no
 * gradient by the images. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_saturation.py}.
 */
public final class RandomSaturation extends ColourLayer<RandomSaturation> {
  private static final double EPSILON = 1e-7;

  private RandomSaturation() {
    super(0, -1, 1);
  }

  /**
   * Makes a layer that draws factors in [-factor, factor], as Keras does.
   *
   * @param factor in [-1, 1]; its sign does not count
   */
  public RandomSaturation(double factor) {
    super(factor, -1, 1);
    validate();
  }

  /** Makes a layer that draws factors in [low, high]; both are in [-1, 1]. */
  public RandomSaturation(double low, double high) {
    super(List.of(low, high), -1, 1);
    validate();
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    Expr draw = draws.uniform(factor());
    return draw.div(draw.constant(1).sub(draw).add(EPSILON));
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr factor = drawn.cast(dtypePolicy().computeDtype());
    return Colours.inHsv(
        images,
        1,
        saturation -> Ranges.clip(saturation.mul(factor.cast(saturation.dtype())), valueRange()));
  }
}
