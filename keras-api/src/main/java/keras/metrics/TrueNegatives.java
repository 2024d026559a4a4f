package keras.metrics;

/**
 * How many targets of 0 are not predicted above the threshold.
 *
 * <pre>{@code
 * Metric m = new TrueNegatives().thresholds(0.3, 0.7).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Result: a scalar, or
 * {@code (thresholds)} where there are several. Weights: {@code accumulator (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class TrueNegatives extends ConditionCount<TrueNegatives> {
  /** Makes the metric with Keras' defaults. */
  public TrueNegatives() {
    super(Confusion.Count.TRUE_NEGATIVES);
  }
}
