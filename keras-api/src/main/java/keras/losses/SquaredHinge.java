package keras.losses;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The mean of {@code max(1 - yTrue * yPred, 0)²}, of labels -1 and 1; labels that are all 0 or 1
 * are taken for these.
 *
 * <pre>{@code
 * new SquaredHinge()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class SquaredHinge extends LossFunctionWrapper<SquaredHinge> {

  /** Makes the loss with Keras' defaults. */
  public SquaredHinge() {
    super("squared_hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.squaredHinge(yTrue, yPred);
  }
}
