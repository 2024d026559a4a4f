package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * What schedules share whose rate shrinks as {@code decayRate} says over each {@code decaySteps}
 * steps.
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 *
 * @param <S> the schedule itself, which its options return
 */
public abstract class DecayRateSchedule<S extends DecayRateSchedule<S>>
    extends LearningRateSchedule {
  @Arg double initialLearningRate;
  @Arg Number decaySteps = 1;
  @Arg double decayRate;
  @Arg boolean staircase;
  @Arg String name = getClass().getSimpleName();

  DecayRateSchedule() {}

  DecayRateSchedule(double initialLearningRate, int decaySteps, double decayRate) {
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    validate();
  }

  /** Sets whether the rate changes only every {@code decaySteps} steps. */
  public S staircase(boolean staircase) {
    this.staircase = staircase;
    return self();
  }

  /** Names the schedule. */
  public S name(String name) {
    this.name = name;
    return self();
  }

  @SuppressWarnings("unchecked") // S is the class itself
  private S self() {
    return (S) this;
  }

  @Override
  protected void validate() {
    requirePositive("decay_steps", decaySteps);
  }

  /** Returns how many times {@code decaySteps} steps were taken, a float32 scalar. */
  final Expr periods(Expr step) {
    Expr p = step.cast(DType.FLOAT32).div(decaySteps.doubleValue());
    return staircase ? Numpy.floor(p) : p;
  }
}
