package keras.layers;

import java.util.List;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
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
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}. Outputs: the same shape, images and masks in the layer's
 * dtype. With {@code "horizontal_and_vertical"} an image is flipped both ways or not at all.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_flip.py}.
 */
public final class RandomFlip extends ImageLayer<RandomFlip, Expr>
    implements SeedOptions<RandomFlip> {
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
  boolean castsMasks() {
    return true;
  }

  /** Returns which images are flipped, {@code (batch, 1, 1, 1)}. */
  @Override
  Expr getRandomTransformation(Expr images, CallContext ctx) {
    List<Object> shape = List.of(Core.size(images, 0), 1, 1, 1);
    return Numpy.lessEqual(Objects.requireNonNull(generator).uniform(shape, 0, 1, ctx), 0.5);
  }

  @Override
  Expr transformImages(Expr images, Expr flips, CallContext ctx) {
    Expr flipped = images;
    if (!mode.equals("vertical")) {
      flipped = flips.where(ImageOps.flip(flipped, 2), flipped);
    }
    if (!mode.equals("horizontal")) {
      flipped = flips.where(ImageOps.flip(flipped, 1), flipped);
    }
    return flipped;
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Expr flips, CallContext ctx) {
    return transformImages(masks, flips, ctx);
  }

  /** As Keras does, cuts shares of the image at its numbers of pixels. */
  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Expr flips, Expr images, CallContext ctx) {
    Expr height = height(images);
    Expr width = width(images);
    Expr each = Numpy.squeeze(flips, 3);
    BoundingBoxes shares = boxes.convert(boxFormat(), BoundingBoxFormat.REL_XYXY, height, width);
    if (!mode.equals("vertical")) {
      List<Expr> s = shares.sides();
      BoundingBoxes other = shares.of(rest(s.get(2)), s.get(1), rest(s.get(0)), s.get(3));
      shares = shares.with(each.where(other.boxes(), shares.boxes()));
    }
    if (!mode.equals("horizontal")) {
      List<Expr> s = shares.sides();
      BoundingBoxes other = shares.of(s.get(0), rest(s.get(3)), s.get(2), rest(s.get(1)));
      shares = shares.with(each.where(other.boxes(), shares.boxes()));
    }
    return shares
        .clip(height, width)
        .convert(BoundingBoxFormat.REL_XYXY, boxFormat(), height, width);
  }

  private static Expr rest(Expr share) {
    return share.neg().add(1);
  }
}
