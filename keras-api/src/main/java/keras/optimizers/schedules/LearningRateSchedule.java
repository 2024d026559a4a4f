package keras.optimizers.schedules;

import keras.config.KerasObject;
import keras.ops.Expr;

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

  /** Throws unless a number of steps is above 0. */
  protected final void requirePositive(String option, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be > 0. Received: %s=%s.".formatted(this, option, option, value));
    }
  }
}
