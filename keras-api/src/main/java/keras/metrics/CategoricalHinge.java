package keras.metrics;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The mean of what the largest wrong prediction lacks to lie 1 below the right one, of one-hot
 * targets.
 *
 * <pre>{@code
 * Metric m = new CategoricalHinge().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/hinge_metrics.py}.
 */
public final class CategoricalHinge extends MeanMetricWrapper<CategoricalHinge> {

  /** Makes the metric with Keras' defaults. */
  public CategoricalHinge() {
    super("categorical_hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.categoricalHinge(yTrue, yPred);
  }
}
