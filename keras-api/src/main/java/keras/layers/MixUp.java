package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Mixes each image with another one of the batch, and their labels in the same proportions, at
 * training alone (Zhang et al., 2017).
 *
 * <pre>{@code
 * new MixUp().alpha(0.4).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)} of any number type; or a map of images,
 * labels, {@code (batch, classes)}, and boxes, see {@link ImageLayer}. Outputs: the same shapes, in
 * the layer's dtype. As in Keras, there are twice as many boxes for each image, but their labels
 * are twice as many rows: first those of the batch, then those of the images that were mixed in.
 * Masks are refused: Keras mixes them with single pixels, or fails.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Differs from Keras: labels of whole numbers become numbers outside of data sets, too, where
 * Keras fails, and boxes are mixed in data sets, where it fails, too.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/mix_up.py}.
 */
public final class MixUp extends DrawingLayer<MixUp, MixUp.Mix> implements SeedOptions<MixUp> {
  @Arg private double alpha = 0.2;
  @Arg private @Nullable Integer seed;

  /** Makes a layer. */
  public MixUp() {
    validate();
  }

  /**
   * Sets how strongly images are mixed: proportions come from the beta distribution with both
   * parameters {@code alpha}.
   *
   * @param alpha above 0
   */
  public MixUp alpha(double alpha) {
    return Options.checked(this, "alpha", alpha);
  }

  @Override
  protected void validate() {
    requireAboveZero("alpha", alpha);
    seedWith(seed);
  }

  /**
   * What is drawn for a call.
   *
   * @param order which image each one is mixed with, {@code (batch)}
   * @param weight how much of each image is left, {@code (batch)}
   */
  record Mix(Expr order, Expr weight) {}

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Mix draw(Draws draws) {
    Expr order = draws.order(DType.INT64);
    Expr both = Core.constant(order.tf(), alpha, DType.FLOAT32);
    return new Mix(order, draws.next().beta(draws.shape(draws.batch()), both, both, DType.FLOAT32));
  }

  @Override
  Expr transformImages(Expr images, Mix drawn, CallContext ctx) {
    Expr left = drawn.weight().reshape(-1, 1, 1, 1).cast(images.dtype());
    Expr others = Numpy.take(images, drawn.order(), 0);
    return left.mul(images).add(left.constant(1).sub(left).mul(others));
  }

  @Override
  Expr transformLabels(Expr labels, Mix drawn, CallContext ctx) {
    return Draws.mixed(labels, drawn.order(), drawn.weight());
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Mix drawn, Expr images, CallContext ctx) {
    Expr others = Numpy.take(boxes.boxes(), drawn.order(), 0);
    Expr labels = Numpy.take(boxes.labels(), drawn.order(), 0);
    return new BoundingBoxes(
        Numpy.concatenate(List.of(boxes.boxes(), others), 1),
        Numpy.concatenate(List.of(boxes.labels(), labels), 0));
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Mix drawn, CallContext ctx) {
    throw new UnsupportedOperationException(
        this
            + ": takes no `segmentation_masks`; Keras mixes them with single pixels, or fails."
            + " Leave them out.");
  }
}
