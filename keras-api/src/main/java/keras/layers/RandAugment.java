package keras.layers;

import java.util.List;
import java.util.function.BiFunction;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Applies some of eleven augmentations, which it draws for the whole batch, one after another, at
 * training alone (Cubuk et al., 2019).
 *
 * <pre>{@code
 * new RandAugment().numOps(3).factor(0.4).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, or one image without the batch, of any number type;
 * with the channels first if {@code dataFormat} says so; or a map of images, labels, boxes and
 * masks, see {@link ImageLayer}. Outputs: the same shape, in the layer's dtype. Boxes and masks
 * move with the images.
 *
 * <p>The augmentations are {@link RandomShear}, {@link RandomTranslation}, {@link RandomRotation},
 * {@link RandomBrightness}, {@link RandomColorDegeneration}, {@link RandomContrast}, {@link
 * RandomSharpness}, {@link RandomPosterization}, {@link Solarization}, {@link AutoContrast} and
 * {@link Equalization}; all are computed, and few of them used.
 *
 * <p>Weights: none; the states of seed generators, of which the layer's own draws.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/rand_augment.py}.
 */
public final class RandAugment extends AugmentationLayer<RandAugment, RandAugment.Policy> {
  private static final List<String> LAYERS =
      List.of(
          "random_shear",
          "random_translation",
          "random_rotation",
          "random_brightness",
          "random_color_degeneration",
          "random_contrast",
          "random_sharpness",
          "random_posterization",
          "solarization",
          "auto_contrast",
          "equalization");

  @Arg private int numOps = 2;

  /** Makes a layer. */
  public RandAugment() {
    super(0.5);
    validate();
  }

  /** Sets how many augmentations are applied, each drawn anew. */
  public RandAugment numOps(int numOps) {
    return Options.checked(this, "num_ops", numOps);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("num_ops", numOps);
  }

  @Override
  void addParts() {
    movingParts();
    colourParts();
    levelParts();
  }

  /**
   * What is drawn for a call.
   *
   * @param chosen the places of the augmentations that are applied, {@code (numOps)}
   * @param steps what all of them draw
   */
  record Policy(Expr chosen, List<Step<?>> steps) {
    /** Whether the augmentation at a place is the one that is applied at a time. */
    Expr is(int time, int place) {
      Expr index = Core.constant(chosen.tf(), time, DType.INT32);
      return Numpy.take(chosen, index, 0).equal(chosen.constant(place));
    }
  }

  @Override
  Policy draw(Draws draws) {
    Expr chosen = draws.next().randint(draws.shape(numOps), 0, LAYERS.size(), DType.INT32);
    return new Policy(chosen, steps(LAYERS, draws.images(), draws.ctx()));
  }

  @Override
  Expr transformImages(Expr images, Policy drawn, CallContext ctx) {
    return applied(images, drawn, Step::images);
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Policy drawn, CallContext ctx) {
    return applied(masks, drawn, Step::masks);
  }

  private Expr applied(Expr given, Policy drawn, BiFunction<Step<?>, Expr, Expr> transform) {
    Expr x = given;
    for (int time = 0; time < numOps; time++) {
      for (int i = 0; i < LAYERS.size(); i++) {
        x = drawn.is(time, i).where(transform.apply(drawn.steps().get(i), x), x);
      }
    }
    return x;
  }

  /** As in Keras, an augmentation moves boxes once, in the order of the augmentations. */
  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes given, Policy drawn, Expr images, CallContext ctx) {
    BoundingBoxes x = given;
    for (int i = 0; i < LAYERS.size(); i++) {
      BoundingBoxes moved = drawn.steps().get(i).boxes(x, images);
      for (int time = 0; time < numOps; time++) {
        Expr is = drawn.is(time, i);
        Expr boxes = is.where(moved.boxes().cast(x.boxes().dtype()), x.boxes());
        x = new BoundingBoxes(boxes, is.where(moved.labels().cast(x.labels().dtype()), x.labels()));
      }
    }
    return x;
  }
}
