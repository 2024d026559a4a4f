package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Mixes images with what some chains of augmentations make of them, at training alone (Hendrycks et
 * al., 2019).
 *
 * <pre>{@code
 * new AugMix().numChains(2).chainDepth(2).factor(0.4).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, or one image without the batch, of any number type;
 * with the channels first if {@code dataFormat} says so; or a map of images, labels, boxes and
 * masks, see {@link ImageLayer}. Outputs: the same shape, in the layer's dtype. Masks are mixed as
 * images are; boxes stay, as in Keras, though images may move.
 *
 * <p>As in Keras, the augmentations of each chain are drawn from the random numbers that {@code
 * Keras.setRandomSeed} starts, whatever the layer's seed is, and when a function is built: for all
 * steps of a training, and anew for each call on arrays.
 *
 * <p>Weights: none; the states of seed generators, of which the layer's own draws.
 *
 * <p>Differs from Keras: masks of whole numbers are mixed outside of data sets, too. Keras fails
 * there.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/aug_mix.py}.
 */
public final class AugMix extends AugmentationLayer<AugMix, AugMix.Chains> {
  private static final List<String> FEW =
      List.of(
          "random_shear",
          "random_translation",
          "random_rotation",
          "random_posterization",
          "solarization",
          "auto_contrast",
          "equalization");
  private static final List<String> MORE =
      List.of(
          "random_brightness", "random_color_degeneration", "random_contrast", "random_sharpness");

  @Arg private int numChains = 3;
  @Arg private int chainDepth = 3;
  @Arg private double alpha = 1.0;
  @Arg private boolean allOps = true;

  /** Makes a layer. */
  public AugMix() {
    super(0.3);
    validate();
  }

  /** Sets how many chains of augmentations are mixed. */
  public AugMix numChains(int numChains) {
    return Options.checked(this, "num_chains", numChains);
  }

  /** Sets how many augmentations a chain has at most. */
  public AugMix chainDepth(int chainDepth) {
    return Options.checked(this, "chain_depth", chainDepth);
  }

  /** Sets the parameter, above 0, of the distributions that proportions are drawn from. */
  public AugMix alpha(double alpha) {
    return Options.checked(this, "alpha", alpha);
  }

  /** Sets whether brightness, grey, contrast and sharpness are among the augmentations. */
  public AugMix allOps(boolean allOps) {
    return Options.checked(this, "all_ops", allOps);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("num_chains", numChains);
    requirePositive("chain_depth", chainDepth);
    requireAboveZero("alpha", alpha);
  }

  @Override
  void addParts() {
    movingParts();
    levelParts();
    if (allOps) {
      colourParts();
    }
  }

  /**
   * What is drawn for a call.
   *
   * @param weights what each chain has of their mixture, {@code (numChains)}
   * @param left how much of the images is left, a scalar
   * @param steps the augmentations of each chain
   */
  record Chains(Expr weights, Expr left, List<List<Step<?>>> steps) {}

  @Override
  boolean castsMasks() {
    return true;
  }

  @Override
  Chains draw(Draws draws) {
    Expr parameter = Core.constant(draws.images().tf(), alpha, DType.FLOAT32);
    Expr parts = draws.next().gamma(draws.shape(numChains), parameter, DType.FLOAT32);
    Expr weights = parts.div(Numpy.sum(parts, 0, true));
    Expr left = draws.next().beta(draws.shape(), parameter, parameter, DType.FLOAT32);
    List<String> names = new ArrayList<>(FEW);
    names.addAll(allOps ? MORE : List.of());
    List<List<Step<?>>> chains = new ArrayList<>();
    for (int chain = 0; chain < numChains; chain++) {
      List<Step<?>> steps = new ArrayList<>();
      for (int depth = 0; depth < chainDepth; depth++) {
        int place = ConstructionOrder.drawBelow(names.size() + 1);
        if (place < names.size()) {
          steps.add(step(names.get(place), draws.images(), draws.ctx()));
        }
      }
      chains.add(steps);
    }
    return new Chains(weights, left, chains);
  }

  @Override
  Expr transformImages(Expr images, Chains drawn, CallContext ctx) {
    return Ranges.clip(mixed(images, drawn, Step::images), valueRange());
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Chains drawn, CallContext ctx) {
    return mixed(masks, drawn, Step::masks);
  }

  private static Expr mixed(Expr given, Chains drawn, BiFunction<Step<?>, Expr, Expr> transform) {
    Expr sum = Numpy.zerosLike(given);
    for (int chain = 0; chain < drawn.steps().size(); chain++) {
      Expr x = given;
      for (Step<?> step : drawn.steps().get(chain)) {
        x = transform.apply(step, x);
      }
      Expr place = Core.constant(given.tf(), chain, DType.INT32);
      sum = sum.add(x.mul(Numpy.take(drawn.weights(), place, 0).cast(given.dtype())));
    }
    Expr left = drawn.left().cast(given.dtype());
    return left.mul(given).add(left.constant(1).sub(left).mul(sum));
  }
}
