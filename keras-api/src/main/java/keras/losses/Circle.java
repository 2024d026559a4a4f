package keras.losses;

import keras.config.Arg;
import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The circle loss of embeddings: those of a class come near, those of others go away (Sun et al.,
 * 2020).
 *
 * <pre>{@code
 * new Circle().gamma(64).margin(0.25)
 * }</pre>
 *
 * <p>Targets: classes {@code (batch)}. Predictions: embeddings of length 1, {@code (batch, d)}.
 * Losses: {@code (batch)}; those of 0 count nothing in a mean.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Circle extends LossFunctionWrapper<Circle> {
  @Arg private double gamma = 80.0;
  @Arg private double margin = 0.4;
  @Arg private boolean removeDiagonal = true;

  /** Makes the loss with Keras' defaults. */
  public Circle() {
    super("circle");
  }

  /** Sets the scale. */
  public Circle gamma(double gamma) {
    return with(() -> this.gamma = gamma);
  }

  /** Sets how far classes keep from each other. */
  public Circle margin(double margin) {
    return with(() -> this.margin = margin);
  }

  /** Sets whether a sample is no neighbour of itself. */
  public Circle removeDiagonal(boolean removeDiagonal) {
    return with(() -> this.removeDiagonal = removeDiagonal);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.circle(yTrue, yPred, gamma, margin, removeDiagonal);
  }
}
