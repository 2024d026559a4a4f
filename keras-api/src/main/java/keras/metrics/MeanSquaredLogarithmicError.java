package keras.metrics;

import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of {@code (log(yTrue + 1) - log(yPred + 1))²}.
 *
 * <pre>{@code
 * Metric m = new MeanSquaredLogarithmicError().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class MeanSquaredLogarithmicError
    extends MeanMetricWrapper<MeanSquaredLogarithmicError> {

  /** Makes the metric with Keras' defaults. */
  public MeanSquaredLogarithmicError() {
    super("mean_squared_logarithmic_error");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.meanSquaredLogarithmicError(yTrue, yPred);
  }
}
