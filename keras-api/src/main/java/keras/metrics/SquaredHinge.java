package keras.metrics;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The mean of {@code max(1 - yTrue * yPred, 0)²}, of labels -1 and 1; labels that are all 0 or 1
 * are taken for these.
 *
 * <pre>{@code
 * Metric m = new SquaredHinge().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/hinge_metrics.py}.
 */
public final class SquaredHinge extends MeanMetricWrapper<SquaredHinge> {

  /** Makes the metric with Keras' defaults. */
  public SquaredHinge() {
    super("squared_hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.squaredHinge(yTrue, yPred);
  }
}
