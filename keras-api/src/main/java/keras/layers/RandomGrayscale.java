package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Makes images grey, by chance, at training alone.
 *
 * <pre>{@code
 * new RandomGrayscale().factor(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)} with 3 channels or 1, or one image without
 * the batch, of any number type; with the channels first if {@code dataFormat} says so. Outputs:
 * the same shape, in the layer's dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Differs from Keras: maps of images, labels, boxes and masks are taken; Keras fails on them.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_grayscale.py}. Its
 * config forgets the seed.
 */
public final class RandomGrayscale extends DrawingLayer<RandomGrayscale, Expr> {
  @Arg private double factor = 0.5;

  private @Nullable Integer seed;

  /** Makes a layer that makes every second image grey. */
  public RandomGrayscale() {
    validate();
  }

  /** Sets the probability, in [0, 1], with which an image becomes grey. */
  public RandomGrayscale factor(double factor) {
    return Options.checked(this, "factor", factor);
  }

  /** Sets the seed of what is drawn, which no file keeps. */
  public RandomGrayscale seed(int seed) {
    return checked(() -> this.seed = seed);
  }

  @Override
  protected void validate() {
    requireShare("factor", factor);
    seedWith(seed);
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    Expr draw = draws.uniform(DType.FLOAT32, 0, 1);
    return draw.less(factor);
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    return drawn.where(Colours.grey(images), images);
  }
}
