package keras.optimizers.schedules;

import keras.config.KerasObject;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * A learning rate that depends on the number of steps an optimizer has taken.
 *
 * <p>One of one's own overrides {@link #call}:
 *
 * <pre>{@code
 * final class Halving extends LearningRateSchedule {
 *   @Arg private double start = 0.1;
 *
 *   @Override public Expr call(Expr step) {
 *     return step.cast(DType.FLOAT32).add(1).pow(-1).mul(start);
 *   }
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public abstract class LearningRateSchedule extends KerasObject {
  /**
   * Returns the rate of a step, a scalar.
   *
   * @param step the number of steps taken before, an int64 scalar
   */
  public abstract Expr call(Expr step);

  /**
   * Returns the same number as a tensor that TensorFlow does not merge with other constants.
   *
   * <p>Where a graph multiplies by one constant and divides by another, TensorFlow's graph
   * optimizer may join the two, which moves the rate by a last bit. In Python's graphs it does not:
   * there the constants come from outside of a branch of {@code ops.cond}, or the optimizer has
   * made the division a multiplication before.
   */
  static Expr unmerged(Expr constant) {
    return constant.wrap(constant.tf().placeholderWithDefault(constant, Shape.scalar()));
  }

  /** Throws unless a number of steps is above 0. */
  protected final void requirePositive(String option, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be > 0. Received: %s=%s.".formatted(this, option, option, value));
    }
  }
}
