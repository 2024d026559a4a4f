package keras.metrics;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code yPred - yTrue * log(yPred)}, for counts.
 *
 * <pre>{@code
 * Metric m = new Poisson().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/probabilistic_metrics.py}.
 */
public final class Poisson extends MeanMetricWrapper<Poisson> {

  /** Makes the metric with Keras' defaults. */
  public Poisson() {
    super("poisson");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.poisson(yTrue, yPred);
  }
}
