package keras.losses;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;

/**
 * The categorical crossentropy with classes that are easy to tell weighed down (Lin et al., 2018).
 *
 * <pre>{@code
 * new CategoricalFocalCrossentropy().alpha(0.25, 0.5, 0.25)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., classes)}. Losses: {@code (batch, ...)}.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CategoricalFocalCrossentropy
    extends LossFunctionWrapper<CategoricalFocalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private double labelSmoothing;
  @Arg private int axis = -1;
  @Arg private Object alpha = 0.25;
  @Arg private double gamma = 2.0;

  /** Makes the loss with Keras' defaults. */
  public CategoricalFocalCrossentropy() {
    super("categorical_focal_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public CategoricalFocalCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Moves targets towards the middle by a share in [0, 1]. */
  public CategoricalFocalCrossentropy labelSmoothing(double labelSmoothing) {
    return with(() -> this.labelSmoothing = labelSmoothing);
  }

  /** Sets the axis of the classes. */
  public CategoricalFocalCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  /** Sets the weight of every class. */
  public CategoricalFocalCrossentropy alpha(double alpha) {
    return with(() -> this.alpha = alpha);
  }

  /** Sets the weights of the classes, one each. */
  public CategoricalFocalCrossentropy alpha(double... alpha) {
    return with(() -> this.alpha = Arrays.stream(alpha).boxed().toList());
  }

  /** Sets how much easy classes are weighed down; 0 is not at all. */
  public CategoricalFocalCrossentropy gamma(double gamma) {
    return with(() -> this.gamma = gamma);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.categoricalFocalCrossentropy(
        yTrue, yPred, weights(), gamma, fromLogits, labelSmoothing, axis);
  }

  private double[] weights() {
    List<?> list = alpha instanceof List<?> l ? l : List.of(alpha);
    double[] weights = new double[list.size()];
    for (int i = 0; i < weights.length; i++) {
      if (!(list.get(i) instanceof Number n)) {
        throw new IllegalArgumentException(
            "CategoricalFocalCrossentropy: `alpha` must be a number or a list of numbers. Received:"
                + " alpha=%s.".formatted(alpha));
      }
      weights[i] = n.doubleValue();
    }
    return weights;
  }

  @Override
  protected void validate() {
    super.validate();
    weights();
    requireShare("label_smoothing", labelSmoothing);
  }
}
