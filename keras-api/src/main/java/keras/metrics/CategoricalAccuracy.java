package keras.metrics;

import keras.ops.Expr;

/**
 * How often the likeliest class is that of one-hot targets.
 *
 * <pre>{@code
 * Metric m = new CategoricalAccuracy().name("m");
 * }</pre>
 *
 * <p>Targets, one-hot, and predictions: {@code (batch, ..., classes)}. Weights: {@code total ()},
 * {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class CategoricalAccuracy extends MeanMetricWrapper<CategoricalAccuracy> {

  /** Makes the metric with Keras' defaults. */
  public CategoricalAccuracy() {
    super("categorical_accuracy");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.categoricalAccuracy(yTrue, yPred);
  }
}
