package keras.losses;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * The mean of {@code max(1 - yTrue * yPred, 0)}, of labels -1 and 1; labels that are all 0 or 1 are
 * taken for these.
 *
 * <pre>{@code
 * new Hinge()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Hinge extends LossFunctionWrapper<Hinge> {

  /** Makes the loss with Keras' defaults. */
  public Hinge() {
    super("hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.hinge(yTrue, yPred);
  }
}
