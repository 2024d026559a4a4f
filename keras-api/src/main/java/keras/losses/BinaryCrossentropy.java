package keras.losses;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The crossentropy of targets that are 0 or 1 and the probabilities of 1.
 *
 * <pre>{@code
 * new BinaryCrossentropy().labelSmoothing(0.1)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, an axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class BinaryCrossentropy extends LossFunctionWrapper<BinaryCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private double labelSmoothing;
  @Arg private int axis = -1;

  /** Makes the loss with Keras' defaults. */
  public BinaryCrossentropy() {
    super("binary_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  /** Sets the axis that is averaged. */
  public BinaryCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.binaryCrossentropy(yTrue, yPred, fromLogits, labelSmoothing, axis);
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("label_smoothing", labelSmoothing);
  }
}
