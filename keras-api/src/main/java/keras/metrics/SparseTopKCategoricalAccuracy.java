package keras.metrics;

import java.util.Map;
import keras.config.Arg;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * How often the integer target is among the k likeliest classes.
 *
 * <pre>{@code
 * Metric m = new SparseTopKCategoricalAccuracy().k(3).name("m");
 * }</pre>
 *
 * <p>Targets: {@code (batch, ...)} or {@code (batch, ..., 1)}, integers in [0, classes).
 * Predictions: {@code (batch, ..., classes)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
public final class SparseTopKCategoricalAccuracy
    extends MeanMetricWrapper<SparseTopKCategoricalAccuracy> {
  @Arg private int k = 5;
  @Arg private boolean fromSortedIds;

  /** Makes the metric with Keras' defaults. */
  public SparseTopKCategoricalAccuracy() {
    super("sparse_top_k_categorical_accuracy");
  }

  /** Sets how many of the likeliest classes count, at least 1. */
  public SparseTopKCategoricalAccuracy k(int k) {
    return with(() -> this.k = k);
  }

  /** Says that predictions are the ids of classes, the likeliest first. */
  public SparseTopKCategoricalAccuracy fromSortedIds(boolean fromSortedIds) {
    return with(() -> this.fromSortedIds = fromSortedIds);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return Accuracies.sparseTopKCategoricalAccuracy(yTrue, yPred, k, fromSortedIds);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("k", k);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (!fromSortedIds) {
      config.remove("from_sorted_ids");
    }
    return config;
  }
}
