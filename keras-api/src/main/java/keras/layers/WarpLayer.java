package keras.layers;

import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A layer that moves the pixels of images to places it draws, at training alone; masks take the
 * nearest pixel.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call
 */
public abstract class WarpLayer<L extends WarpLayer<L, T>, T> extends ImageLayer<L, T>
    implements SeedOptions<L> {
  @Arg private Interpolation interpolation = Interpolation.BILINEAR;
  @Arg private double fillValue;
  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;

  WarpLayer() {}

  /** Sets how new pixels come from old ones: by the nearest one, or by the four around. */
  public L interpolation(Interpolation interpolation) {
    return Options.checked(this, "interpolation", interpolation);
  }

  /** Sets how new pixels come from old ones: {@code "bilinear"} or {@code "nearest"}. */
  public L interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  /** Sets what pixels from outside of the image are, where they are filled with a constant. */
  public L fillValue(double fillValue) {
    return with(() -> this.fillValue = fillValue);
  }

  @Override
  protected void validate() {
    if (interpolation != Interpolation.BILINEAR && interpolation != Interpolation.NEAREST) {
      throw new IllegalArgumentException(
          "%s: `interpolation` must be 'bilinear' or 'nearest'. Received: interpolation='%s'."
              .formatted(getClass().getSimpleName(), id(interpolation)));
    }
    generator = seeded(generator, seed);
  }

  /** Returns what {@link #getRandomTransformation} draws from. */
  final SeedGenerator seeds() {
    return drawing(generator);
  }

  /** Returns the number of images, a scalar of int32. */
  static Expr count(Expr images) {
    return Core.size(images, 0);
  }

  final double fillValue() {
    return fillValue;
  }

  /**
   * Moves pixels.
   *
   * @param x {@code (batch, rows, columns, channels)}: images, or masks
   * @param how Keras' name of an interpolation
   */
  abstract Expr warp(Expr x, T transformation, String how, CallContext ctx);

  @Override
  Expr transformImages(Expr images, T transformation, CallContext ctx) {
    return warp(images, transformation, id(interpolation), ctx);
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, T transformation, CallContext ctx) {
    return warp(masks, transformation, "nearest", ctx);
  }

  private static String id(Interpolation interpolation) {
    return interpolation.name().toLowerCase(Locale.ROOT);
  }
}
