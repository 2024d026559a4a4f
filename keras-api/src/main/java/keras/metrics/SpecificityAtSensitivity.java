package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;

/**
 * The best share of targets of 0 that are found, where that of targets of 1 is large enough.
 *
 * <pre>{@code
 * Metric m = new SpecificityAtSensitivity(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Weights: {@code
 * true_positives}, {@code false_positives}, {@code true_negatives}, {@code false_negatives}, each
 * {@code (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class SpecificityAtSensitivity extends BestUnderConstraint<SpecificityAtSensitivity> {
  @Arg private double sensitivity;

  private SpecificityAtSensitivity() {}

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param sensitivity the least sensitivity, in [0, 1]
   */
  public SpecificityAtSensitivity(double sensitivity) {
    this.sensitivity = sensitivity;
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("sensitivity", sensitivity);
  }

  @Override
  double least() {
    return sensitivity;
  }

  @Override
  Expr constrained(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_NEGATIVES, ctx);
  }

  @Override
  Expr best(CallContext ctx) {
    return share(Count.TRUE_NEGATIVES, Count.FALSE_POSITIVES, ctx);
  }
}
