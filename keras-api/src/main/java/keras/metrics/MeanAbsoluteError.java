package keras.metrics;

import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The mean of {@code |yTrue - yPred|}.
 *
 * <pre>{@code
 * Metric m = new MeanAbsoluteError().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class MeanAbsoluteError extends MeanMetricWrapper<MeanAbsoluteError> {

  /** Makes the metric with Keras' defaults. */
  public MeanAbsoluteError() {
    super("mean_absolute_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.meanAbsoluteError(yTrue, yPred);
  }
}
