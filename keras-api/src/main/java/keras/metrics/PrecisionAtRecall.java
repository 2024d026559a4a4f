package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;

/**
 * The best precision at thresholds where the recall is large enough.
 *
 * <pre>{@code
 * Metric m = new PrecisionAtRecall(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Weights: {@code
 * true_positives}, {@code false_positives}, {@code true_negatives}, {@code false_negatives}, each
 * {@code (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class PrecisionAtRecall extends BestUnderConstraint<PrecisionAtRecall> {
  @Arg private double recall;

  private PrecisionAtRecall() {}

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param recall the least recall, in [0, 1]
   */
  public PrecisionAtRecall(double recall) {
    this.recall = recall;
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("recall", recall);
  }

  @Override
  double least() {
    return recall;
  }

  @Override
  Expr constrained(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_NEGATIVES, ctx);
  }

  @Override
  Expr best(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_POSITIVES, ctx);
  }
}
