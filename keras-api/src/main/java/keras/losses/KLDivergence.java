package keras.losses;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The Kullback-Leibler divergence {@code sum(yTrue * log(yTrue / yPred))} of distributions.
 *
 * <pre>{@code
 * new KLDivergence()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., classes)}. Losses: {@code (batch, ...)}.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class KLDivergence extends LossFunctionWrapper<KLDivergence> {

  /** Makes the loss with Keras' defaults. */
  public KLDivergence() {
    super("kl_divergence");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.klDivergence(yTrue, yPred);
  }
}
