package keras.losses;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The crossentropy of one-hot targets and the probabilities of classes.
 *
 * <pre>{@code
 * new CategoricalCrossentropy().fromLogits(true)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., classes)}. Losses: {@code (batch, ...)}.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CategoricalCrossentropy extends LossFunctionWrapper<CategoricalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private double labelSmoothing;
  @Arg private int axis = -1;

  /** Makes the loss with Keras' defaults. */
  public CategoricalCrossentropy() {
    super("categorical_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  /** Sets the axis of the classes. */
  public CategoricalCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.categoricalCrossentropy(yTrue, yPred, fromLogits, labelSmoothing, axis);
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("label_smoothing", labelSmoothing);
  }
}
