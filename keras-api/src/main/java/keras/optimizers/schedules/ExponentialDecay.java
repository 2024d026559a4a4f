package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * A rate that shrinks by the same factor over the same number of steps: {@code initial ·
 * decayRate^(step / decaySteps)}.
 *
 * <pre>{@code
 * new SGD(new ExponentialDecay(0.1, 100_000, 0.96).staircase(true))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class ExponentialDecay extends LearningRateSchedule {
  @Arg private double initialLearningRate;
  @Arg private Number decaySteps = 1;
  @Arg private double decayRate;
  @Arg private boolean staircase;
  @Arg private String name = "ExponentialDecay";

  private ExponentialDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate) {
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    validate();
  }

  /** Sets whether the rate changes only every {@code decaySteps} steps. */
  public ExponentialDecay staircase(boolean staircase) {
    this.staircase = staircase;
    return this;
  }

  /** Names the schedule. */
  public ExponentialDecay name(String name) {
    this.name = name;
    return this;
  }

  @Override
  protected void validate() {
    requirePositive("decay_steps", decaySteps);
  }

  @Override
  public Expr call(Expr step) {
    Expr p = step.cast(DType.FLOAT32).div(decaySteps.doubleValue());
    if (staircase) {
      p = p.floor();
    }
    return p.constant(decayRate).pow(p).mul(initialLearningRate);
  }
}
