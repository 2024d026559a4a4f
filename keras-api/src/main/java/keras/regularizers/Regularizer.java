package keras.regularizers;

import java.util.Optional;
import keras.config.KerasObject;
import keras.ops.Expr;

/**
 * A penalty on a weight or an output, added to the loss.
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public abstract class Regularizer extends KerasObject {
  /** Returns the penalty of a tensor, a scalar. */
  public abstract Expr call(Expr x);

  /** Returns a new regularizer with a Keras name. */
  public static Regularizer get(String id) {
    return Optional.<Regularizer>empty()
        .orElseThrow(() -> new IllegalArgumentException("Unknown regularizer '" + id + "'."));
  }
}
