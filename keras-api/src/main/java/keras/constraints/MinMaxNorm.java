package keras.constraints;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * Vectors of a length between two bounds: shorter ones are scaled up, longer ones down, wholly or
 * at a rate.
 *
 * <pre>{@code
 * new Dense(3).kernelConstraint(new MinMaxNorm(0.5, 2).rate(0.1))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public final class MinMaxNorm extends NormConstraint<MinMaxNorm> {
  @Arg private double minValue = 0;
  @Arg private double maxValue = 1;
  @Arg private double rate = 1;

  /** Bounds lengths by 0 and 1. */
  public MinMaxNorm() {}

  /** Bounds lengths by {@code minValue} and {@code maxValue}. */
  public MinMaxNorm(double minValue, double maxValue) {
    this.minValue = minValue;
    this.maxValue = maxValue;
  }

  /** Sets the least length, 0 if not set. */
  public MinMaxNorm minValue(double minValue) {
    this.minValue = minValue;
    return this;
  }

  /** Sets the greatest length, 1 if not set. */
  public MinMaxNorm maxValue(double maxValue) {
    this.maxValue = maxValue;
    return this;
  }

  /** Sets how far one step goes towards the bounds: 1, as if not set, all the way. */
  public MinMaxNorm rate(double rate) {
    this.rate = rate;
    return this;
  }

  @Override
  public Expr call(Expr w) {
    Expr norms = norms(w);
    Expr desired = norms.clip(minValue, maxValue).mul(rate).add(norms.mul(1 - rate));
    return w.mul(desired.div(safe(norms)));
  }
}
