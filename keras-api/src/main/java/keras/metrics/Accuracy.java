package keras.metrics;

import keras.ops.Expr;

/**
 * How often predictions equal targets.
 *
 * <pre>{@code
 * Metric m = new Accuracy().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class Accuracy extends MeanMetricWrapper<Accuracy> {

  /** Makes the metric with Keras' defaults. */
  public Accuracy() {
    super("accuracy");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.accuracy(yTrue, yPred);
  }
}
