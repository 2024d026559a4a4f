package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Turns each image around its middle, at training alone.
 *
 * <pre>{@code
 * new RandomRotation(0.1).fillMode("constant").seed(42) // up to 36 degrees either way
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images in the layer's dtype.
 * Boxes become those around their turned corners, within the image. As in Keras, boxes are taken
 * for {@code "xyxy"} on their way in, whatever their format is, and only come out in it.
 *
 * <p>Weights: none; the state of a seed generator. tf_keras draws other numbers of the same seed.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_rotation.py}.
 */
public final class RandomRotation extends AffineLayer<RandomRotation, RandomRotation.Turn>
    implements FactorOptions<RandomRotation> {
  @Arg private Object factor = 0.0;

  /**
   * How far images turn.
   *
   * @param angle in degrees, {@code (batch, 1)}
   * @param matrix {@code (batch, 8)}
   */
  record Turn(Expr angle, Expr matrix) {}

  private RandomRotation() {}

  /**
   * Makes a layer that turns either way.
   *
   * @param factor the largest angle, as a share of a whole turn, in [-1, 1]
   */
  public RandomRotation(double factor) {
    this.factor = factor;
    validate();
  }

  @Override
  protected void validate() {
    factor = range().asList();
    super.validate();
  }

  private Factor range() {
    return Factor.of(this, factor, -1, 1);
  }

  @Override
  Turn getRandomTransformation(Expr images, CallContext ctx) {
    Factor range = range();
    Expr angle =
        seeds().uniform(List.of(count(images), 1), range.low() * 360, range.high() * 360, ctx);
    Expr x = middle(width(images));
    Expr y = middle(height(images));
    Expr radians = angle.mul(Math.PI / 180);
    Expr cos = Numpy.cos(radians);
    Expr sin = Numpy.sin(radians);
    Expr a2 = x.sub(x.mul(cos)).sub(y.mul(sin.neg()));
    Expr b2 = y.sub(x.mul(sin)).sub(y.mul(cos));
    return new Turn(angle, matrix(cos, sin.neg(), a2, sin, cos, b2));
  }

  private static Expr middle(Expr size) {
    return size.cast(DType.FLOAT32).sub(1).mul(0.5);
  }

  @Override
  Expr matrices(Expr x, Turn turn) {
    return turn.matrix();
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Turn turn, Expr images, CallContext ctx) {
    Expr radians = turn.angle().neg().mul(1 / 180.0 * Math.PI).expandDims(2);
    Expr cos = Numpy.cos(radians);
    Expr sin = Numpy.sin(radians);
    Expr x = middle(width(images));
    Expr y = middle(height(images));
    Expr a2 = x.sub(cos.mul(x)).add(sin.mul(y));
    Expr b2 = y.sub(sin.mul(x)).sub(cos.mul(y));
    List<Expr> s = boxes.sides();
    Expr xs = Numpy.concatenate(List.of(s.get(0), s.get(2), s.get(2), s.get(0)), 2);
    Expr ys = Numpy.concatenate(List.of(s.get(1), s.get(1), s.get(3), s.get(3)), 2);
    Expr newXs = xs.mul(cos).sub(ys.mul(sin)).add(a2);
    Expr newYs = xs.mul(sin).add(ys.mul(cos)).add(b2);
    Expr height = height(images);
    Expr width = width(images);
    return boxes
        .of(
            Numpy.min(newXs, 2, true),
            Numpy.min(newYs, 2, true),
            Numpy.max(newXs, 2, true),
            Numpy.max(newYs, 2, true))
        .clip(height, width)
        .convert(BoundingBoxFormat.XYXY, boxFormat(), height, width);
  }
}
