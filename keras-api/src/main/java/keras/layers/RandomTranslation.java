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
 * Shifts each image by shares of its height and width, at training alone.
 *
 * <pre>{@code
 * new RandomTranslation(0.1, 0.2).fillMode("constant").seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images in the layer's dtype.
 * What of a box leaves the image is cut off; the label of a box that leaves it wholly becomes -1.
 *
 * <p>Weights: none; the state of a seed generator. tf_keras draws other numbers of the same seed.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_translation.py}.
 */
public final class RandomTranslation
    extends AffineLayer<RandomTranslation, RandomTranslation.Shift> {
  @Arg private Object heightFactor = 0.0;
  @Arg private Object widthFactor = 0.0;

  /** How far images go, in pixels, {@code (batch, 1)}. */
  record Shift(Expr right, Expr down) {}

  private RandomTranslation() {}

  /**
   * Makes a layer that shifts both ways.
   *
   * @param heightFactor the largest shift up or down, as a share of the height, in [-1, 1]
   * @param widthFactor the largest shift left or right, as a share of the width, in [-1, 1]
   */
  public RandomTranslation(double heightFactor, double widthFactor) {
    this.heightFactor = heightFactor;
    this.widthFactor = widthFactor;
    validate();
  }

  /** Sets the range of shifts down, as shares of the height; up where they are negative. */
  public RandomTranslation heightFactor(double low, double high) {
    return Options.checked(this, "height_factor", List.of(low, high));
  }

  /** Sets the range of shifts right, as shares of the width; left where they are negative. */
  public RandomTranslation widthFactor(double low, double high) {
    return Options.checked(this, "width_factor", List.of(low, high));
  }

  @Override
  protected void validate() {
    factor("height_factor", heightFactor);
    factor("width_factor", widthFactor);
    super.validate();
  }

  private Factor factor(String key, Object value) {
    return Factor.of(this, key, value, f -> f >= -1 && f <= 1, "[-1.0, 1.0]");
  }

  @Override
  Shift getRandomTransformation(Expr images, CallContext ctx) {
    Factor height = factor("height_factor", heightFactor);
    Factor width = factor("width_factor", widthFactor);
    List<Object> shape = List.of(count(images), 1);
    Expr down = seeds().uniform(shape, height.low(), height.high(), ctx);
    Expr right = seeds().uniform(shape, width.low(), width.high(), ctx);
    return new Shift(
        right.mul(width(images).cast(DType.FLOAT32)), down.mul(height(images).cast(DType.FLOAT32)));
  }

  @Override
  Expr matrices(Expr x, Shift shift) {
    Expr one = Numpy.onesLike(shift.right());
    Expr zero = Numpy.zerosLike(one);
    return matrix(one, zero, shift.right().neg(), zero, one, shift.down().neg());
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Shift shift, Expr images, CallContext ctx) {
    Expr height = height(images);
    Expr width = width(images);
    BoundingBoxes pixels = boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, height, width);
    Expr right = shift.right().expandDims(2);
    Expr down = shift.down().expandDims(2);
    List<Expr> s = pixels.sides();
    return pixels
        .of(s.get(0).add(right), s.get(1).add(down), s.get(2).add(right), s.get(3).add(down))
        .clip(height, width)
        .convert(BoundingBoxFormat.XYXY, boxFormat(), height, width);
  }
}
