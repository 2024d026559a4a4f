package keras.losses;

import keras.ops.ClassOps;
import keras.ops.Expr;

/**
 * What the largest wrong prediction lacks to lie 1 below the right one, of one-hot targets.
 *
 * <pre>{@code
 * new CategoricalHinge()
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., classes)}. Losses: {@code (batch, ...)}.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CategoricalHinge extends LossFunctionWrapper<CategoricalHinge> {

  /** Makes the loss with Keras' defaults. */
  public CategoricalHinge() {
    super("categorical_hinge");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.categoricalHinge(yTrue, yPred);
  }
}
