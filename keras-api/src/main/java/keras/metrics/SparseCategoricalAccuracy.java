package keras.metrics;

import keras.ops.Expr;

/**
 * How often the likeliest class is the integer target.
 *
 * <pre>{@code
 * Metric m = new SparseCategoricalAccuracy().name("m");
 * }</pre>
 *
 * <p>Targets: {@code (batch, ...)} or {@code (batch, ..., 1)}, integers in [0, classes).
 * Predictions: {@code (batch, ..., classes)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class SparseCategoricalAccuracy extends MeanMetricWrapper<SparseCategoricalAccuracy> {

  /** Makes the metric with Keras' defaults. */
  public SparseCategoricalAccuracy() {
    super("sparse_categorical_accuracy");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.sparseCategoricalAccuracy(yTrue, yPred);
  }
}
