package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * A rate that goes from one value to another along a power of the time that is left: {@code
 * (initial - end) · (1 - step / decaySteps)^power + end}.
 *
 * <pre>{@code
 * new SGD(new PolynomialDecay(0.1, 10_000).endLearningRate(0.01).power(0.5))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class PolynomialDecay extends LearningRateSchedule {
  @Arg private double initialLearningRate;
  @Arg private Number decaySteps = 1;
  @Arg private double endLearningRate = 0.0001;
  @Arg private double power = 1.0;
  @Arg private boolean cycle;
  @Arg private String name = "PolynomialDecay";

  private PolynomialDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public PolynomialDecay(double initialLearningRate, int decaySteps) {
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    validate();
  }

  /** Sets the rate after {@code decaySteps} steps. */
  public PolynomialDecay endLearningRate(double endLearningRate) {
    this.endLearningRate = endLearningRate;
    return this;
  }

  /** Sets the power; 1 is a straight line. */
  public PolynomialDecay power(double power) {
    this.power = power;
    return this;
  }

  /** Sets whether the rate rises again after {@code decaySteps} steps, to fall more slowly. */
  public PolynomialDecay cycle(boolean cycle) {
    this.cycle = cycle;
    return this;
  }

  /** Names the schedule. */
  public PolynomialDecay name(String name) {
    this.name = name;
    return this;
  }

  @Override
  protected void validate() {
    requirePositive("decay_steps", decaySteps);
  }

  @Override
  public Expr call(Expr step) {
    Expr at = step.cast(DType.FLOAT32);
    Expr steps = at.constant(decaySteps.doubleValue());
    if (cycle) {
      Expr begun = Numpy.ceil(at.div(steps));
      steps = steps.mul(at.equal(at.constant(0)).where(at.constant(1), begun));
    } else {
      at = at.minimum(steps);
    }
    Expr end = at.constant(endLearningRate);
    Expr left = at.constant(1).sub(at.div(steps));
    return at.constant(initialLearningRate).sub(end).mul(left.pow(power)).add(end);
  }
}
