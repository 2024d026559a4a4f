package keras.metrics;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean Kullback-Leibler divergence {@code sum(yTrue * log(yTrue / yPred))} of distributions.
 *
 * <pre>{@code
 * Metric m = new KLDivergence().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/probabilistic_metrics.py}.
 */
public final class KLDivergence extends MeanMetricWrapper<KLDivergence> {

  /** Makes the metric with Keras' defaults. */
  public KLDivergence() {
    super("kl_divergence");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.klDivergence(yTrue, yPred);
  }
}
