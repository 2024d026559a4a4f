package keras.optimizers.schedules;

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
public final class ExponentialDecay extends DecayRateSchedule<ExponentialDecay> {
  private ExponentialDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate) {
    super(initialLearningRate, decaySteps, decayRate);
  }

  @Override
  public Expr call(Expr step) {
    Expr p = periods(step);
    return p.constant(decayRate).pow(p).mul(initialLearningRate);
  }
}
