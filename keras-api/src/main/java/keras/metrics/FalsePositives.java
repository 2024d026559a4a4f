package keras.metrics;

/**
 * How many targets of 0 are predicted above the threshold.
 *
 * <pre>{@code
 * Metric m = new FalsePositives().thresholds(0.3, 0.7).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Result: a scalar, or
 * {@code (thresholds)} where there are several. Weights: {@code accumulator (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class FalsePositives extends ConditionCount<FalsePositives> {
  /** Makes the metric with Keras' defaults. */
  public FalsePositives() {
    super(Confusion.Count.FALSE_POSITIVES);
  }
}
