package keras.losses;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code (log(yTrue + 1) - log(yPred + 1))²}.
 *
 * <pre>{@code
 * new MeanSquaredLogarithmicError()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class MeanSquaredLogarithmicError
    extends LossFunctionWrapper<MeanSquaredLogarithmicError> {

  /** Makes the loss with Keras' defaults. */
  public MeanSquaredLogarithmicError() {
    super("mean_squared_logarithmic_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.meanSquaredLogarithmicError(yTrue, yPred);
  }
}
