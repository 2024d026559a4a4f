package keras.losses;

import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The mean of {@code (yTrue - yPred)²}.
 *
 * <pre>{@code
 * model.compile("sgd", new MeanSquaredError());
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class MeanSquaredError extends LossFunctionWrapper<MeanSquaredError> {

  /** Makes the loss with Keras' defaults. */
  public MeanSquaredError() {
    super("mean_squared_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.meanSquaredError(yTrue, yPred);
  }
}
