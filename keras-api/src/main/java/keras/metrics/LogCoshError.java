package keras.metrics;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code log(cosh(yPred - yTrue))}.
 *
 * <pre>{@code
 * Metric m = new LogCoshError().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class LogCoshError extends MeanMetricWrapper<LogCoshError> {

  /** Makes the metric with Keras' defaults. */
  public LogCoshError() {
    super("logcosh");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.logCosh(yTrue, yPred);
  }
}
