package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Turns the hue of each image, by chance and in either direction, at training alone.
 *
 * <pre>{@code
 * new RandomHue(0.2).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, or one image without the batch, of any number type;
 * with the channels first if {@code dataFormat} says so. Outputs: the same shape, in the layer's
 * dtype. There is no gradient by the images. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_hue.py}.
 */
public final class RandomHue extends ColourLayer<RandomHue> {
  private static final List<Double> UNIT = List.of(0.0, 1.0);

  private RandomHue() {
    super(0, 0, 1);
  }

  /**
   * Makes a layer that turns by up to {@code factor} half turns.
   *
   * @param factor in [0, 1]
   */
  public RandomHue(double factor) {
    super(factor, 0, 1);
    validate();
  }

  /** Makes a layer that turns by numbers of half turns in [low, high]; both are in [0, 1]. */
  public RandomHue(double low, double high) {
    super(List.of(low, high), 0, 1);
    validate();
  }

  @Override
  List<Double> endsOf(List<Double> given) {
    return Ranges.ends(this, given);
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    Expr coin = draws.uniform(DType.FLOAT32, 0, 1);
    Expr ones = Numpy.onesLike(coin);
    Expr direction = coin.greater(0.5).where(ones.neg(), ones);
    return direction.mul(draws.uniform(factor())).mul(0.5);
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr x = transformValueRange(images, valueRange(), UNIT, DType.FLOAT32);
    Expr turn = drawn.cast(x.dtype());
    Expr turned =
        Colours.inHsv(
            x,
            0,
            hue -> {
              Expr h = hue.add(turn);
              Expr below = h.greater(1).where(h.sub(1), h);
              return below.less(0).where(below.add(1), below);
            });
    Expr out = transformValueRange(turned.clip(0, 1), UNIT, valueRange(), DType.FLOAT32);
    return out.cast(dtype);
  }
}
