package keras.regularizers;

import keras.config.ConstructionOrder;
import keras.config.KerasObject;
import keras.ops.Expr;

/**
 * A penalty on a weight or an output, added to the loss.
 *
 * <pre>{@code
 * new Dense(3).kernelRegularizer(new L2(0.001));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public abstract class Regularizer extends KerasObject {
  /** Returns the penalty of a tensor, a scalar of its dtype. */
  public abstract Expr call(Expr x);

  /**
   * Returns a new regularizer with a Keras name: {@code "l1"}, {@code "l2"}, {@code "l1_l2"} (also
   * {@code "l1l2"}), {@code "orthogonal_regularizer"}, or a class name.
   */
  public static Regularizer get(String id) {
    return ConstructionOrder.held(() -> Regularizers.ALL.get(id));
  }

  /** Returns a factor, having refused one that is negative or not finite. */
  final double checkedFactor(String key, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a non-negative number. Received: %s=%s."
              .formatted(this, key, key, value));
    }
    return value;
  }

  /** Returns a factor times the sum of a tensor; Keras makes a float32 of a factor first. */
  static Expr weighted(double factor, Expr x) {
    return x.constant((float) factor).mul(x.sum());
  }
}
