package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * Shows some images as if from another place: their corners move by shares of where they are, at
 * training alone.
 *
 * <pre>{@code
 * new RandomPerspective(0.5).scale(0.3).seed(42) // a half of all images
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images and boxes in the layer's
 * dtype. As in Keras, boxes come out as {@code "xyxy"}, whatever their format was.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_perspective.py}.
 */
public final class RandomPerspective extends WarpLayer<RandomPerspective, RandomPerspective.Corners>
    implements FactorOptions<RandomPerspective> {
  @Arg private Object factor = 1.0;
  @Arg private double scale = 1.0;

  /**
   * Where corners go.
   *
   * @param moves which images have another perspective, {@code (batch)}
   * @param start columns and rows, {@code (batch, 4, 2)}
   * @param end likewise
   */
  record Corners(Expr moves, Expr start, Expr end) {}

  /** Makes a layer that moves the corners of all images. */
  public RandomPerspective() {
    validate();
  }

  /**
   * Makes a layer that moves the corners of some images.
   *
   * @param factor the largest probability with which an image moves, in [0, 1]
   */
  public RandomPerspective(double factor) {
    this.factor = factor;
    validate();
  }

  /** Sets how far corners go, as a share of where they are, in [0, 1]. */
  public RandomPerspective scale(double scale) {
    return Options.checked(this, "scale", scale);
  }

  @Override
  protected void validate() {
    factor = range().asList();
    if (!(scale >= 0 && scale <= 1)) {
      throw new IllegalArgumentException(
          "RandomPerspective: `scale` must be in [0, 1]. Received: scale=%s.".formatted(scale));
    }
    super.validate();
  }

  private Factor range() {
    return Factor.of(this, factor, 0, 1);
  }

  @Override
  Corners getRandomTransformation(Expr images, CallContext ctx) {
    Expr count = count(images);
    Factor range = range();
    Expr probability = seeds().uniform(List.of(count), range.low(), range.high(), ctx);
    Expr moves = seeds().uniform(List.of(count), 0, 1, ctx).less(probability);
    DType dtype = dtypePolicy().computeDtype();
    Expr shares = seeds().uniform(List.of(count, 4, 2), -0.5 * scale, 0.5 * scale, dtype, ctx);
    Expr right = width(images).sub(1).cast(dtype);
    Expr bottom = height(images).sub(1).cast(dtype);
    Expr zero = right.constant(0);
    Expr corners =
        Numpy.stack(List.of(zero, zero, right, zero, zero, bottom, right, bottom)).reshape(1, 4, 2);
    return new Corners(
        moves, Numpy.zerosLike(shares).add(corners), corners.mul(shares).add(corners));
  }

  @Override
  Expr warp(Expr x, Corners corners, String how, CallContext ctx) {
    Expr moved =
        Ops.call(
            "image.perspective_transform",
            x,
            c ->
                c.with("start_points", corners.start())
                    .with("end_points", corners.end())
                    .with("interpolation", how)
                    .with("fill_value", fillValue()));
    return corners.moves().reshape(-1, 1, 1, 1).where(moved, x);
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Corners corners, Expr images, CallContext ctx) {
    Expr height = height(images);
    Expr width = width(images);
    DType dtype = dtypePolicy().computeDtype();
    BoundingBoxes pixels = boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, height, width);
    Expr eight =
        ImageOps.homographies(
                corners.start().cast(DType.FLOAT32), corners.end().cast(DType.FLOAT32))
            .cast(dtype);
    Expr last = Numpy.onesLike(Numpy.split(eight, 8, 1).get(0));
    Expr inverse = Ops.call("inv", Numpy.concatenate(List.of(eight, last), 1).reshape(-1, 3, 3));
    List<Expr> s = pixels.sides();
    Expr xs = Numpy.concatenate(List.of(s.get(0), s.get(2), s.get(0), s.get(2)), 2).cast(dtype);
    Expr ys = Numpy.concatenate(List.of(s.get(1), s.get(3), s.get(3), s.get(1)), 2).cast(dtype);
    List<Expr> n = Numpy.split(inverse.reshape(-1, 9, 1), 9, 1);
    Expr depth = line(xs, ys, n.get(6), n.get(7), n.get(8));
    Expr newXs = line(xs, ys, n.get(0), n.get(1), n.get(2)).div(depth);
    Expr newYs = line(xs, ys, n.get(3), n.get(4), n.get(5)).div(depth);
    Expr around =
        Numpy.concatenate(
            List.of(
                Numpy.min(newXs, 2, true),
                Numpy.min(newYs, 2, true),
                Numpy.max(newXs, 2, true),
                Numpy.max(newYs, 2, true)),
            2);
    Expr moves = corners.moves().reshape(-1, 1, 1);
    return pixels.with(moves.where(around, pixels.boxes().cast(dtype))).clip(height, width);
  }

  private static Expr line(Expr x, Expr y, Expr a, Expr b, Expr c) {
    return x.mul(a).add(y.mul(b)).add(c);
  }
}
