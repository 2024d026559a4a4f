package keras.constraints;

import keras.ops.Expr;

/**
 * Vectors of length 1.
 *
 * <pre>{@code
 * new Dense(3).kernelConstraint(new UnitNorm())
 * }</pre>
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public final class UnitNorm extends NormConstraint<UnitNorm> {
  @Override
  public Expr call(Expr w) {
    return w.div(safe(norms(w)));
  }
}
