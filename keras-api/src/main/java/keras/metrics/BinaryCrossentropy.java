package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The crossentropy of targets that are 0 or 1 and the probabilities of 1.
 *
 * <pre>{@code
 * Metric m = new BinaryCrossentropy().name("m");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/probabilistic_metrics.py}.
 */
public final class BinaryCrossentropy extends MeanMetricWrapper<BinaryCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private Number labelSmoothing = 0;

  /** Makes the metric with Keras' defaults. */
  public BinaryCrossentropy() {
    super("binary_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.binaryCrossentropy(yTrue, yPred, fromLogits, labelSmoothing.doubleValue(), -1);
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("label_smoothing", labelSmoothing);
  }
}
