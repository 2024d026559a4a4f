package keras.losses;

import keras.config.Arg;
import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The crossentropy that wrong labels disturb less, {@code (1 - p^q) / q} (Zhang and Sabuncu, 2018).
 *
 * <pre>{@code
 * new CategoricalGeneralizedCrossEntropy().q(0.7)
 * }</pre>
 *
 * <p>Targets: classes {@code (batch, ...)}. Predictions: probabilities {@code (batch, ...,
 * classes)}. Losses: {@code (batch, ...)}.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CategoricalGeneralizedCrossEntropy
    extends LossFunctionWrapper<CategoricalGeneralizedCrossEntropy> {
  @Arg private double q = 0.5;

  /** Makes the loss with Keras' defaults. */
  public CategoricalGeneralizedCrossEntropy() {
    super("categorical_generalized_cross_entropy");
  }

  /**
   * Sets how little wrong labels count, in (0, 1): near 0 as in a crossentropy, near 1 as in a mean
   * absolute error.
   */
  public CategoricalGeneralizedCrossEntropy q(double q) {
    return with(() -> this.q = q);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.generalizedCrossentropy(yTrue, yPred, q);
  }

  @Override
  protected void validate() {
    super.validate();
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException(
          "CategoricalGeneralizedCrossEntropy: `q` must be in (0, 1). Received: q=%s."
              .formatted(q));
    }
  }
}
