package keras.losses;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code 100 * |yTrue - yPred| / |yTrue|}.
 *
 * <pre>{@code
 * new MeanAbsolutePercentageError()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class MeanAbsolutePercentageError
    extends LossFunctionWrapper<MeanAbsolutePercentageError> {

  /** Makes the loss with Keras' defaults. */
  public MeanAbsolutePercentageError() {
    super("mean_absolute_percentage_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.meanAbsolutePercentageError(yTrue, yPred);
  }
}
