package keras.metrics;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The mean of {@code max(1 - yTrue * yPred, 0)}, of labels -1 and 1; labels that are all 0 or 1 are
 * taken for these.
 *
 * <pre>{@code
 * Metric m = new Hinge().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/hinge_metrics.py}.
 */
public final class Hinge extends MeanMetricWrapper<Hinge> {

  /** Makes the metric with Keras' defaults. */
  public Hinge() {
    super("hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.hinge(yTrue, yPred);
  }
}
