package keras.losses;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code log(cosh(yPred - yTrue))}.
 *
 * <pre>{@code
 * new LogCosh()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class LogCosh extends LossFunctionWrapper<LogCosh> {

  /** Makes the loss with Keras' defaults. */
  public LogCosh() {
    super("log_cosh");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.logCosh(yTrue, yPred);
  }
}
