package keras.constraints;

import keras.ops.Expr;

/**
 * Weights at least 0: negative ones become 0.
 *
 * <pre>{@code
 * new Dense(3).kernelConstraint("non_neg")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public final class NonNeg extends Constraint {
  @Override
  public Expr call(Expr w) {
    return w.maximum(0);
  }
}
