package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.ElasticOps;
import keras.ops.Expr;

/**
 * Distorts some images as if they were printed on rubber, at training alone (Simard et al., 2003).
 *
 * <pre>{@code
 * new RandomElasticTransform(0.5).scale(0.2, 0.8).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)} with known rows and columns, or one image
 * without the batch, of any number type; with the channels first if {@code dataFormat} says so; or
 * a map of images, labels and masks, see {@link ImageLayer}. Outputs: the same shape, images and
 * masks in the layer's dtype, within {@code valueRange}. As in Keras, masks are distorted by
 * another draw than images; it has nothing for boxes.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Differs from Keras: masks of integers work, and so does {@code fillMode("mirror")}, which
 * Keras takes and then fails on at training.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_elastic_transform.py}.
 */
public final class RandomElasticTransform
    extends WarpLayer<RandomElasticTransform, RandomElasticTransform.Stretch>
    implements FactorOptions<RandomElasticTransform> {
  private static final List<String> MODES =
      List.of("constant", "nearest", "wrap", "mirror", "reflect");

  @Arg private Object factor = 1.0;
  @Arg private Object scale = 1.0;
  @Arg private String fillMode = "reflect";
  @Arg private List<Double> valueRange = List.of(0.0, 255.0);

  /**
   * What is distorted, and how much.
   *
   * @param moves which images are, {@code (batch)}
   * @param size in [0, 1], a scalar
   */
  record Stretch(Expr moves, Expr size) {}

  /** Makes a layer that distorts all images. */
  public RandomElasticTransform() {
    validate();
  }

  /**
   * Makes a layer that distorts some images.
   *
   * @param factor the largest probability with which an image is distorted, in [0, 1]
   */
  public RandomElasticTransform(double factor) {
    this.factor = factor;
    validate();
  }

  /** Sets how much images are distorted at most, in [0, 1]. */
  public RandomElasticTransform scale(double scale) {
    return Options.checked(this, "scale", scale);
  }

  /** Sets how much images are distorted at least and at most, in [0, 1]. */
  public RandomElasticTransform scale(double low, double high) {
    return Options.checked(this, "scale", List.of(low, high));
  }

  /**
   * Sets where pixels from outside of the image come from.
   *
   * @param fillMode {@code "reflect"}: the image, mirrored at its edges; {@code "mirror"}: mirrored
   *     at its last pixels; {@code "wrap"}: the image again; {@code "nearest"}: the pixels at the
   *     edge; {@code "constant"}: {@code fillValue}
   */
  public RandomElasticTransform fillMode(String fillMode) {
    return Options.checked(this, "fill_mode", fillMode);
  }

  /** Sets the lowest and the highest value; what lies beyond is cut. */
  public RandomElasticTransform valueRange(double low, double high) {
    return Options.checked(this, "value_range", List.of(low, high));
  }

  @Override
  protected void validate() {
    factor = Factor.of(this, factor, 0, 1).asList();
    scale = scales().asList();
    if (!MODES.contains(fillMode)) {
      throw new IllegalArgumentException(
          "RandomElasticTransform: `fill_mode` must be one of %s. Received: fill_mode='%s'."
              .formatted(MODES, fillMode));
    } else if (valueRange.size() != 2) {
      throw new IllegalArgumentException(
          "RandomElasticTransform: `value_range` must be two numbers. Received: value_range=%s."
              .formatted(valueRange));
    }
    super.validate();
  }

  private Factor scales() {
    return Factor.of(this, "scale", scale, 0, 1);
  }

  private boolean moves() {
    return scales().high() != 0 && Factor.of(this, factor, 0, 1).high() != 0;
  }

  @Override
  Stretch getRandomTransformation(Expr images, CallContext ctx) {
    List<Expr> count = List.of(count(images));
    if (!moves()) {
      Expr none = images.constant(0).cast(dtypePolicy().computeDtype());
      return new Stretch(none, none);
    }
    Factor range = Factor.of(this, factor, 0, 1);
    Expr probability = seeds().uniform(count, range.low(), range.high(), ctx);
    Expr moves = seeds().uniform(count, 0, 1, ctx).less(probability);
    DType dtype = dtypePolicy().computeDtype();
    return new Stretch(
        moves, seeds().uniform(List.of(), scales().low(), scales().high(), dtype, ctx));
  }

  @Override
  Expr warp(Expr given, Stretch stretch, String how, CallContext ctx) {
    if (!moves()) {
      return given;
    }
    long rows = given.shape().get(1);
    long columns = given.shape().get(2);
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "%s: expected images of known sizes. Received: shape %s. Give the inputs' rows and columns."
              .formatted(this, Shapes.show(given.shape())));
    }
    Expr x = given.cast(dtypePolicy().computeDtype());
    Expr alpha = stretch.size().mul(0.1).mul((double) Math.max(rows, columns));
    Expr sigma = stretch.size().mul(0.05).mul((double) Math.min(rows, columns));
    Expr moved =
        ElasticOps.transform(x, seeds().next(ctx), alpha, sigma, how, fillMode, fillValue());
    Expr y = stretch.moves().reshape(-1, 1, 1, 1).where(moved, x);
    return y.minimum(valueRange.get(1)).maximum(valueRange.get(0));
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Stretch stretch, Expr images, CallContext ctx) {
    throw new UnsupportedOperationException(
        "%s: bounding boxes cannot be distorted; Keras cannot, either. Leave `bounding_boxes` out."
            .formatted(this));
  }
}
