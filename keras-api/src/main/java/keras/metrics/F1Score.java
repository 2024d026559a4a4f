package keras.metrics;

/**
 * The harmonic mean of precision and recall, of each class or over all.
 *
 * <pre>{@code
 * Metric m = new F1Score().average("macro").threshold(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, one-hot or 0 and 1, and predictions: {@code (batch, classes)}. Result: {@code
 * (classes)}, or a scalar with {@link #average}. Weights: {@code true_positives}, {@code
 * false_positives}, {@code false_negatives}, {@code intermediate_weights}, each {@code (classes)}
 * or, with {@code "micro"}, {@code ()}.
 *
 * <p>Keras: {@code keras/src/metrics/f_score_metrics.py}.
 */
public final class F1Score extends FScore<F1Score> {
  /** Makes the metric with Keras' defaults. */
  public F1Score() {
    super("f1_score");
  }

  @Override
  double weightOfRecall() {
    return 1;
  }
}
