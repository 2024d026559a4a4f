package keras.metrics;

/**
 * The share of predictions above the threshold whose target is 1.
 *
 * <pre>{@code
 * Metric m = new Precision().thresholds(0.3, 0.7).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Result: a scalar, or
 * {@code (thresholds)} where there are several. Weights: {@code true_positives (thresholds)},
 * {@code false_positives (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class Precision extends PositiveShare<Precision> {
  /** Makes the metric with Keras' defaults. */
  public Precision() {
    super(Confusion.Count.FALSE_POSITIVES);
  }
}
