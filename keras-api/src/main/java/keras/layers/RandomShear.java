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
 * Shears each image along both sides, at training alone.
 *
 * <pre>{@code
 * new RandomShear().xFactor(0.1, 0.3).yFactor(0, 0.2).seed(42)
 * }</pre>
 *
 * <p>Half of the images are sheared the other way.
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images and boxes in the layer's
 * dtype.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Differs from Keras: the config of a layer with one number for a side holds a range that Keras
 * itself refuses when it loads a model; here it loads. Give two numbers in models for Keras.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_shear.py}.
 */
public final class RandomShear extends AffineLayer<RandomShear, Expr> {
  @Arg private Object xFactor = 0.0;
  @Arg private Object yFactor = 0.0;

  /** Makes a layer that shears nothing until it is told by how much. */
  public RandomShear() {
    validate();
  }

  /** Sets the range of shears along the rows, each a share of the height in [0, 1]. */
  public RandomShear xFactor(double low, double high) {
    return Options.checked(this, "x_factor", List.of(low, high));
  }

  /** Sets the largest shear along the rows, either way. */
  public RandomShear xFactor(double xFactor) {
    return Options.checked(this, "x_factor", xFactor);
  }

  /** Sets the range of shears along the columns, each a share of the width in [0, 1]. */
  public RandomShear yFactor(double low, double high) {
    return Options.checked(this, "y_factor", List.of(low, high));
  }

  /** Sets the largest shear along the columns, either way. */
  public RandomShear yFactor(double yFactor) {
    return Options.checked(this, "y_factor", yFactor);
  }

  @Override
  protected void validate() {
    xFactor = factor("x_factor", xFactor).asList();
    yFactor = factor("y_factor", yFactor).asList();
    super.validate();
  }

  private Factor factor(String key, Object value) {
    if (value instanceof List<?> list
        && list.size() == 2
        && list.get(1) instanceof Number size
        && list.get(0) instanceof Number other
        && other.doubleValue() == -size.doubleValue()) {
      return factor(key, size);
    }
    return Factor.of(this, key, value, f -> f >= 0 && f <= 1, "[0.0, 1.0]");
  }

  /** Returns the shears along rows and columns, {@code (batch, 2)}. */
  @Override
  Expr getRandomTransformation(Expr images, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    List<Object> shape = List.of(count(images), 1);
    Expr draw = seeds().uniform(shape, 0, 1, dtype, ctx);
    Expr sign = draw.greater(0.5).where(draw.constant(-1), draw.constant(1));
    Factor down = factor("y_factor", yFactor);
    Factor along = factor("x_factor", xFactor);
    Expr y = seeds().uniform(shape, down.low(), down.high(), dtype, ctx);
    Expr x = seeds().uniform(shape, along.low(), along.high(), dtype, ctx);
    return Numpy.concatenate(List.of(x, y), 1).mul(sign);
  }

  @Override
  Expr matrices(Expr images, Expr shear) {
    List<Expr> parts = Numpy.split(shear, 2, 1);
    Expr one = Numpy.onesLike(parts.get(0));
    Expr zero = Numpy.zerosLike(one);
    return matrix(one, parts.get(0), zero, parts.get(1), one, zero);
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Expr shear, Expr images, CallContext ctx) {
    Expr height = height(images);
    Expr width = width(images);
    DType dtype = dtypePolicy().computeDtype();
    BoundingBoxes shares =
        boxes.convert(boxFormat(), BoundingBoxFormat.REL_XYXY, height, width, dtype);
    List<Expr> parts = Numpy.split(shear.expandDims(2), 2, 1);
    Expr x = parts.get(0);
    Expr y = parts.get(1);
    List<Expr> s = shares.sides();
    Expr top = s.get(1);
    Expr bottom = s.get(3);
    Expr left = sheared(s.get(0), x.less(0), x, top, bottom);
    Expr right = sheared(s.get(2), x.less(0), x, bottom, top);
    Expr newTop = sheared(top, y.greater(0), y, right, left);
    Expr newBottom = sheared(bottom, y.greater(0), y, left, right);
    return shares
        .of(left, newTop, right, newBottom)
        .clip()
        .convert(BoundingBoxFormat.REL_XYXY, boxFormat(), height, width, dtype);
  }

  private static Expr sheared(Expr side, Expr which, Expr by, Expr yes, Expr no) {
    return which.where(side.sub(by.mul(yes)), side.sub(by.mul(no)));
  }
}
