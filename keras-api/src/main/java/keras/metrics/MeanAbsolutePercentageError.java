package keras.metrics;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code 100 * |yTrue - yPred| / |yTrue|}.
 *
 * <pre>{@code
 * Metric m = new MeanAbsolutePercentageError().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class MeanAbsolutePercentageError
    extends MeanMetricWrapper<MeanAbsolutePercentageError> {

  /** Makes the metric with Keras' defaults. */
  public MeanAbsolutePercentageError() {
    super("mean_absolute_percentage_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.meanAbsolutePercentageError(yTrue, yPred);
  }
}
