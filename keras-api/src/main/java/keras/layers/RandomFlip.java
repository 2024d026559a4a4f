package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Flips each image or leaves it, by chance, at training alone.
 *
 * <pre>{@code
 * new RandomFlip("horizontal").seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. With {@code "horizontal_and_vertical"} an image is flipped both ways or not at
 * all.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Differs from Keras: images come as tensors, not as dictionaries with boxes and labels.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_flip.py}.
 */
public final class RandomFlip extends ImageLayer<RandomFlip> implements SeedOptions<RandomFlip> {
  private static final List<String> MODES =
      List.of("horizontal", "vertical", "horizontal_and_vertical");

  @Arg private String mode = "horizontal_and_vertical";
  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;

  /** Makes a layer that flips images both ways, or not. */
  public RandomFlip() {
    validate();
  }

  /**
   * Makes a layer that flips images left to right, upside down, or both.
   *
   * @param mode {@code "horizontal"}, {@code "vertical"} or {@code "horizontal_and_vertical"}
   */
  public RandomFlip(String mode) {
    this.mode = mode;
    validate();
  }

  @Override
  protected void validate() {
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "RandomFlip: `mode` must be one of %s. Received: mode='%s'.".formatted(MODES, mode));
    }
    generator = seeded(generator, seed);
  }

  @Override
  Expr transform(Expr images, CallContext ctx) {
    Expr x = images.cast(dtypePolicy().computeDtype());
    SeedGenerator seeds = generator;
    if (!ctx.training() || seeds == null) {
      return x;
    }
    Expr draw = seeds.uniform(List.of(Core.size(x, 0), 1, 1, 1), 0, 1, ctx);
    Expr flips = Numpy.lessEqual(draw, 0.5);
    Expr flipped = x;
    if (!mode.equals("vertical")) {
      flipped = flips.where(ImageOps.flip(flipped, 2), flipped);
    }
    if (!mode.equals("horizontal")) {
      flipped = flips.where(ImageOps.flip(flipped, 1), flipped);
    }
    return flipped;
  }
}
