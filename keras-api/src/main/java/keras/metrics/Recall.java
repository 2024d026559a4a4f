package keras.metrics;

/**
 * The share of targets of 1 that are predicted above the threshold.
 *
 * <pre>{@code
 * Metric m = new Recall().thresholds(0.3, 0.7).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Result: a scalar, or
 * {@code (thresholds)} where there are several. Weights: {@code true_positives (thresholds)},
 * {@code false_negatives (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class Recall extends PositiveShare<Recall> {
  /** Makes the metric with Keras' defaults. */
  public Recall() {
    super(Confusion.Count.FALSE_NEGATIVES);
  }
}
