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
 * Puts a rectangle of another image of the batch into each image, and mixes their labels by the
 * areas, at training alone (Yun et al., 2019).
 *
 * <pre>{@code
 * new CutMix().factor(0.8).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)} of any number type, with the channels first
 * if {@code dataFormat} says so; or a map of images, labels, {@code (batch, classes)}, and masks,
 * see {@link ImageLayer}. Outputs: the same shapes, in the layer's dtype. Masks get the rectangles
 * that images get, and as many channels as the images. A single image without the batch stays as it
 * is. Boxes are refused, as in Keras.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Differs from Keras: labels of whole numbers become numbers of the layer's dtype outside of
 * data sets, too, and bfloat16 works. Keras fails on both.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/cut_mix.py}.
 */
public final class CutMix extends DrawingLayer<CutMix, CutMix.Mix>
    implements FactorOptions<CutMix>, SeedOptions<CutMix> {
  @Arg private Object factor = List.of(0.0, 1.0);
  @Arg private @Nullable Integer seed;

  /** Makes a layer. */
  public CutMix() {
    validate();
  }

  @Override
  protected void validate() {
    factor = factor();
    seedWith(seed);
  }

  private List<Double> factor() {
    return Ranges.factor(this, "factor", factor, 0, 1);
  }

  /**
   * What is drawn for a call.
   *
   * @param order which image each one is mixed with, {@code (batch)}
   * @param mask which pixels come from there, {@code (batch, rows, columns, channels)}
   * @param weight how much of each image is left, {@code (batch, 1, 1, 1)}
   */
  record Mix(Expr order, Expr mask, Expr weight) {}

  @Override
  boolean transformsSingle() {
    return false;
  }

  @Override
  boolean castsMasks() {
    return true;
  }

  @Override
  Mix draw(Draws draws) {
    DType dtype = dtypePolicy().computeDtype();
    List<Double> range = factor();
    Expr alpha =
        draws.next().uniform(draws.shape(), dtype, Ranges.low(range), Ranges.high(range)).add(1e-6);
    Expr left = draws.next().beta(draws.shape(draws.batch()), alpha, alpha, dtype);
    Expr sides = left.constant(1).sub(left).sqrt().reshape(-1, 1, 1, 1);
    Rectangles where = Rectangles.draw(draws, sides, sides);
    Expr weight = where.area().constant(1).sub(where.area());
    Expr mask = Numpy.broadcastTo(where.mask(), Core.shape(draws.images()));
    return new Mix(draws.order(DType.INT32), mask, weight);
  }

  @Override
  Expr transformImages(Expr images, Mix drawn, CallContext ctx) {
    return drawn.mask().where(Numpy.take(images, drawn.order(), 0), images);
  }

  @Override
  Expr transformLabels(Expr labels, Mix drawn, CallContext ctx) {
    return Draws.mixed(labels, drawn.order(), drawn.weight());
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Mix drawn, Expr images, CallContext ctx) {
    throw new UnsupportedOperationException(
        this + ": takes no `bounding_boxes`, as in Keras. Leave them out.");
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Mix drawn, CallContext ctx) {
    return transformImages(masks, drawn, ctx);
  }
}
