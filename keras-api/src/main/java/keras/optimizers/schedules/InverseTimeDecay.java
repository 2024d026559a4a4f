package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * A rate that shrinks as one over time: {@code initial / (1 + decayRate · step / decaySteps)}.
 *
 * <p>The {@code decay} of Keras' optimizers before TensorFlow 2.11 is this schedule with a step of
 * 1.
 *
 * <pre>{@code
 * new SGD(new InverseTimeDecay(0.1, 1_000, 0.5))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class InverseTimeDecay extends LearningRateSchedule {
  @Arg private double initialLearningRate;
  @Arg private Number decaySteps = 1;
  @Arg private double decayRate;
  @Arg private boolean staircase;
  @Arg private String name = "InverseTimeDecay";

  private InverseTimeDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate) {
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    validate();
  }

  /** Sets whether the rate changes only every {@code decaySteps} steps. */
  public InverseTimeDecay staircase(boolean staircase) {
    this.staircase = staircase;
    return this;
  }

  /** Names the schedule. */
  public InverseTimeDecay name(String name) {
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
    return p.constant(initialLearningRate).div(p.mul(decayRate).add(1));
  }
}
