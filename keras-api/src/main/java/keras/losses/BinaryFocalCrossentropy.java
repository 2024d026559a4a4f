package keras.losses;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The binary crossentropy with samples that are easy to tell weighed down (Lin et al., 2018).
 *
 * <pre>{@code
 * new BinaryFocalCrossentropy().gamma(3.0)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, an axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class BinaryFocalCrossentropy extends LossFunctionWrapper<BinaryFocalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private double labelSmoothing;
  @Arg private int axis = -1;
  @Arg private boolean applyClassBalancing;
  @Arg private double alpha = 0.25;
  @Arg private double gamma = 2.0;

  /** Makes the loss with Keras' defaults. */
  public BinaryFocalCrossentropy() {
    super("binary_focal_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public BinaryFocalCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public BinaryFocalCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  /** Sets the axis that is averaged. */
  public BinaryFocalCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  /** Sets whether {@code alpha} weighs the classes. */
  public BinaryFocalCrossentropy applyClassBalancing(boolean applyClassBalancing) {
    return with(() -> this.applyClassBalancing = applyClassBalancing);
  }

  /** Sets the weight of class 1, in [0, 1]; class 0 weighs {@code 1 - alpha}. */
  public BinaryFocalCrossentropy alpha(double alpha) {
    return with(() -> this.alpha = alpha);
  }

  /** Sets how much easy samples are weighed down; 0 is not at all. */
  public BinaryFocalCrossentropy gamma(double gamma) {
    return with(() -> this.gamma = gamma);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.binaryFocalCrossentropy(
        yTrue, yPred, applyClassBalancing ? alpha : null, gamma, fromLogits, labelSmoothing, axis);
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("label_smoothing", labelSmoothing);
  }
}
