package keras.constraints;

import keras.config.ConstructionOrder;
import keras.config.KerasObject;
import keras.ops.Expr;

/**
 * A projection of a weight after each training step.
 *
 * <pre>{@code
 * new Dense(3).kernelConstraint(new MaxNorm(2))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public abstract class Constraint extends KerasObject {
  /** Returns the weight as the constraint would have it, of the same shape and dtype. */
  public abstract Expr call(Expr w);

  /**
   * Returns a new constraint with a Keras name: {@code "max_norm"}, {@code "min_max_norm"}, {@code
   * "non_neg"}, {@code "radial_constraint"}, {@code "unit_norm"}, or a class name.
   */
  public static Constraint get(String id) {
    return ConstructionOrder.held(() -> Constraints.ALL.get(id));
  }
}
