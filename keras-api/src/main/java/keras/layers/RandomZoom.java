package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Makes each image smaller or larger around its middle, at training alone.
 *
 * <pre>{@code
 * new RandomZoom(0.2).seed(42) // the same for both sides
 * new RandomZoom(0.2).heightFactor(-0.3, -0.1).widthFactor(-0.2, 0.2)
 * }</pre>
 *
 * <p>A factor above 0 shows more than the image, which gets smaller; one below 0 shows less.
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images in the layer's dtype.
 * Boxes are cut to what is shown.
 *
 * <p>Weights: none; the state of a seed generator. tf_keras draws other numbers of the same seed.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_zoom.py}.
 */
public final class RandomZoom extends AffineLayer<RandomZoom, RandomZoom.Zoom> {
  @Arg private Object heightFactor = 0.0;
  @Arg private @Nullable Object widthFactor;

  /** How many pixels of the image one pixel stands for, {@code (batch, 1)}. */
  record Zoom(Expr width, Expr height) {}

  private RandomZoom() {}

  /**
   * Makes a layer that changes height and width alike.
   *
   * @param heightFactor the largest change either way, in (-1, 1]
   */
  public RandomZoom(double heightFactor) {
    this.heightFactor = heightFactor;
    validate();
  }

  /** Sets the range of changes of the height, each in (-1, 1]. */
  public RandomZoom heightFactor(double low, double high) {
    return Options.checked(this, "height_factor", List.of(low, high));
  }

  /** Sets the largest change of the width either way, which is drawn apart then. */
  public RandomZoom widthFactor(double widthFactor) {
    return Options.checked(this, "width_factor", widthFactor);
  }

  /** Sets the range of changes of the width, each in (-1, 1], which is drawn apart then. */
  public RandomZoom widthFactor(double low, double high) {
    return Options.checked(this, "width_factor", List.of(low, high));
  }

  @Override
  protected void validate() {
    factor("height_factor", heightFactor);
    if (widthFactor != null) {
      factor("width_factor", widthFactor);
    }
    super.validate();
  }

  private Factor factor(String key, Object value) {
    return Factor.of(this, key, value, f -> f > -1 && f <= 1, "(-1.0, 1.0]");
  }

  private Expr drawn(Factor range, Expr images, CallContext ctx) {
    return seeds().uniform(List.of(count(images), 1), 1 + range.low(), 1 + range.high(), ctx);
  }

  @Override
  Zoom getRandomTransformation(Expr images, CallContext ctx) {
    Expr height = drawn(factor("height_factor", heightFactor), images, ctx);
    Expr width =
        widthFactor == null ? height : drawn(factor("width_factor", widthFactor), images, ctx);
    return new Zoom(width, height);
  }

  private static Expr offset(Expr size, Expr zoom) {
    return size.cast(DType.FLOAT32).sub(1).div(2).mul(zoom.neg().add(1));
  }

  @Override
  Expr matrices(Expr x, Zoom zoom) {
    Expr zero = Numpy.zerosLike(zoom.width());
    return matrix(
        zoom.width(),
        zero,
        offset(width(x), zoom.width()),
        zero,
        zoom.height(),
        offset(height(x), zoom.height()));
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Zoom zoom, Expr images, CallContext ctx) {
    Expr height = height(images);
    Expr width = width(images);
    BoundingBoxes pixels = boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, height, width);
    Expr left = offset(width, zoom.width()).expandDims(2);
    Expr top = offset(height, zoom.height()).expandDims(2);
    Expr right = zoom.width().expandDims(2).mul(width.cast(DType.FLOAT32)).add(left);
    Expr bottom = zoom.height().expandDims(2).mul(height.cast(DType.FLOAT32)).add(top);
    List<Expr> s = pixels.sides();
    return pixels
        .of(
            shown(s.get(0), left, right),
            shown(s.get(1), top, bottom),
            shown(s.get(2), left, right),
            shown(s.get(3), top, bottom))
        .convert(
            BoundingBoxFormat.XYXY, BoundingBoxFormat.REL_XYXY, bottom.sub(top), right.sub(left))
        .clip()
        .convert(BoundingBoxFormat.REL_XYXY, boxFormat(), height, width);
  }

  private static Expr shown(Expr side, Expr from, Expr to) {
    return side.minimum(to).maximum(from).sub(from);
  }
}
