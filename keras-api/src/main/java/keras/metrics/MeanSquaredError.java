package keras.metrics;

import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The mean of {@code (yTrue - yPred)²}.
 *
 * <pre>{@code
 * Metric m = new MeanSquaredError().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class MeanSquaredError extends MeanMetricWrapper<MeanSquaredError> {

  /** Makes the metric with Keras' defaults. */
  public MeanSquaredError() {
    super("mean_squared_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.meanSquaredError(yTrue, yPred);
  }
}
