package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of Pearson's correlation of targets and predictions.
 *
 * <pre>{@code
 * Metric m = new PearsonCorrelation().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/correlation_metrics.py}.
 */
public final class PearsonCorrelation extends MeanMetricWrapper<PearsonCorrelation> {
  @Arg private int axis = -1;

  /** Makes the metric with Keras' defaults. */
  public PearsonCorrelation() {
    super("pearson_correlation");
  }

  /** Sets the axis of the vectors. */
  public PearsonCorrelation axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.pearson(yTrue, yPred, axis);
  }
}
