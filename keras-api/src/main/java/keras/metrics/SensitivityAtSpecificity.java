package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;

/**
 * The best share of targets of 1 that are found, where that of targets of 0 is large enough.
 *
 * <pre>{@code
 * Metric m = new SensitivityAtSpecificity(0.5).name("m");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}. Weights: {@code
 * true_positives}, {@code false_positives}, {@code true_negatives}, {@code false_negatives}, each
 * {@code (thresholds)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class SensitivityAtSpecificity extends BestUnderConstraint<SensitivityAtSpecificity> {
  @Arg private double specificity;

  private SensitivityAtSpecificity() {}

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param specificity the least specificity, in [0, 1]
   */
  public SensitivityAtSpecificity(double specificity) {
    this.specificity = specificity;
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("specificity", specificity);
  }

  @Override
  double least() {
    return specificity;
  }

  @Override
  Expr constrained(CallContext ctx) {
    return share(Count.TRUE_NEGATIVES, Count.FALSE_POSITIVES, ctx);
  }

  @Override
  Expr best(CallContext ctx) {
    return share(Count.TRUE_POSITIVES, Count.FALSE_NEGATIVES, ctx);
  }
}
