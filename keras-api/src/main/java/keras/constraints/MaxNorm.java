package keras.constraints;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * Vectors of bounded length (Srivastava et al., 2014): longer ones are scaled down.
 *
 * <pre>{@code
 * new Dense(3).kernelConstraint(new MaxNorm(3))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public final class MaxNorm extends NormConstraint<MaxNorm> {
  @Arg private Number maxValue = 2;

  /** Bounds lengths by 2. */
  public MaxNorm() {}

  /** Bounds lengths by {@code maxValue}. */
  public MaxNorm(double maxValue) {
    this.maxValue = maxValue;
  }

  /** Sets the greatest length, 2 if not set. */
  public MaxNorm maxValue(double maxValue) {
    this.maxValue = maxValue;
    return this;
  }

  @Override
  public Expr call(Expr w) {
    Expr norms = norms(w);
    return w.mul(norms.clip(0, maxValue.doubleValue()).div(safe(norms)));
  }
}
