package keras.losses;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code yPred - yTrue * log(yPred)}, for counts.
 *
 * <pre>{@code
 * new Poisson()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Poisson extends LossFunctionWrapper<Poisson> {

  /** Makes the loss with Keras' defaults. */
  public Poisson() {
    super("poisson");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.poisson(yTrue, yPred);
  }
}
