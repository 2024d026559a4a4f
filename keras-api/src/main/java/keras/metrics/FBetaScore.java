package keras.metrics;

import keras.config.Arg;

/**
 * The harmonic mean of precision and recall, weighted, of each class or over all.
 *
 * <pre>{@code
 * Metric m = new FBetaScore().beta(2).threshold(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, one-hot or 0 and 1, and predictions: {@code (batch, classes)}. Result: {@code
 * (classes)}, or a scalar with {@link #average}. Weights: {@code true_positives}, {@code
 * false_positives}, {@code false_negatives}, {@code intermediate_weights}, each {@code (classes)}
 * or, with {@code "micro"}, {@code ()}.
 *
 * <p>Keras: {@code keras/src/metrics/f_score_metrics.py}.
 */
public final class FBetaScore extends FScore<FBetaScore> {
  @Arg private double beta = 1;

  /** Makes the metric with Keras' defaults. */
  public FBetaScore() {
    super("fbeta_score");
  }

  /** Sets how many times as much recall counts as precision, above 0. */
  public FBetaScore beta(double beta) {
    return with(() -> this.beta = beta);
  }

  @Override
  double weightOfRecall() {
    return beta;
  }

  @Override
  protected void validate() {
    super.validate();
    if (!(beta > 0)) {
      throw new IllegalArgumentException(
          "FBetaScore: `beta` must be above 0. Received: beta=%s.".formatted(beta));
    }
  }
}
