package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * How often the class of one-hot targets is among the k likeliest.
 *
 * <pre>{@code
 * Metric m = new TopKCategoricalAccuracy().k(3).name("m");
 * }</pre>
 *
 * <p>Targets, one-hot, and predictions: {@code (batch, ..., classes)}. Weights: {@code total ()},
 * {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class TopKCategoricalAccuracy extends MeanMetricWrapper<TopKCategoricalAccuracy> {
  @Arg private int k = 5;

  /** Makes the metric with Keras' defaults. */
  public TopKCategoricalAccuracy() {
    super("top_k_categorical_accuracy");
  }

  /** Sets how many of the likeliest classes count, at least 1. */
  public TopKCategoricalAccuracy k(int k) {
    return with(() -> this.k = k);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.topKCategoricalAccuracy(yTrue, yPred, k);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("k", k);
  }
}
