package keras.constraints;

import java.util.Optional;
import keras.config.KerasObject;
import keras.ops.Expr;

/**
 * A projection of a weight after each training step.
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public abstract class Constraint extends KerasObject {
  /** Returns the weight as the constraint would have it. */
  public abstract Expr call(Expr x);

  /** Returns a new constraint with a Keras name. */
  public static Constraint get(String id) {
    return Optional.<Constraint>empty()
        .orElseThrow(() -> new IllegalArgumentException("Unknown constraint '" + id + "'."));
  }
}
