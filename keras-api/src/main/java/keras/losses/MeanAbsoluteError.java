package keras.losses;

import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The mean of {@code |yTrue - yPred|}.
 *
 * <pre>{@code
 * model.compile("sgd", new MeanAbsoluteError());
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class MeanAbsoluteError extends LossFunctionWrapper<MeanAbsoluteError> {

  /** Makes the loss with Keras' defaults. */
  public MeanAbsoluteError() {
    super("mean_absolute_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.meanAbsoluteError(yTrue, yPred);
  }
}
