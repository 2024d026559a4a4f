package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The crossentropy of one-hot targets and the probabilities of classes.
 *
 * <pre>{@code
 * Metric m = new CategoricalCrossentropy().name("m");
 * }</pre>
 *
 * <p>Targets, one-hot, and predictions: {@code (batch, ..., classes)}. Weights: {@code total ()},
 * {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/probabilistic_metrics.py}.
 */
public final class CategoricalCrossentropy extends MeanMetricWrapper<CategoricalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private Number labelSmoothing = 0;
  @Arg private int axis = -1;

  /** Makes the metric with Keras' defaults. */
  public CategoricalCrossentropy() {
    super("categorical_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  /** Sets the axis of the classes. */
  public CategoricalCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.categoricalCrossentropy(
        yTrue, yPred, fromLogits, labelSmoothing.doubleValue(), axis);
  }

  @Override
  protected void validate() {
    super.validate();
    requireShare("label_smoothing", labelSmoothing);
  }
}
