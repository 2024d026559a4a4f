package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * How often predictions above a threshold match targets that are 0 or 1.
 *
 * <pre>{@code
 * Metric m = new BinaryAccuracy().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class BinaryAccuracy extends MeanMetricWrapper<BinaryAccuracy> {
  @Arg private double threshold = 0.5;

  /** Makes the metric with Keras' defaults. */
  public BinaryAccuracy() {
    super("binary_accuracy");
  }

  /** Sets above what a prediction means 1. */
  public BinaryAccuracy threshold(double threshold) {
    return with(() -> this.threshold = threshold);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.binaryAccuracy(yTrue, yPred, threshold);
  }
}
