package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.RegressionOps;

/**
 * The mean of Lin's correlation of concordance of targets and predictions.
 *
 * <pre>{@code
 * Metric m = new ConcordanceCorrelation().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/correlation_metrics.py}.
 */
public final class ConcordanceCorrelation extends MeanMetricWrapper<ConcordanceCorrelation> {
  @Arg private int axis = -1;

  /** Makes the metric with Keras' defaults. */
  public ConcordanceCorrelation() {
    super("concordance_correlation");
  }

  /** Sets the axis of the vectors. */
  public ConcordanceCorrelation axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.concordance(yTrue, yPred, axis);
  }
}
