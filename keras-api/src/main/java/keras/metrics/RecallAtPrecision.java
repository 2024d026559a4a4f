package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;

/**
 * The best recall at thresholds where the precision is large enough.
 *
 * <pre>{@code
 * Metric m = new RecallAtPrecision(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Weights: {@code
 * true_positives}, {@code false_positives}, {@code true_negatives}, {@code false_negatives}, each
 * {@code (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class RecallAtPrecision extends BestUnderConstraint<RecallAtPrecision> {
  @Arg private double precision;

  private RecallAtPrecision() {}

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param precision the least precision, in [0, 1]
   */
  public RecallAtPrecision(double precision) {
    this.precision = precision;
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("precision", precision);
  }

  @Override
  double least() {
    return precision;
  }

  @Override
  Expr constrained(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_POSITIVES, ctx);
  }

  @Override
  Expr best(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_NEGATIVES, ctx);
  }
}
