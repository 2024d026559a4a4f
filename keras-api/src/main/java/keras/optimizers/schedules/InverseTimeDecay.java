package keras.optimizers.schedules;

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
public final class InverseTimeDecay extends DecayRateSchedule<InverseTimeDecay> {
  private InverseTimeDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate) {
    super(initialLearningRate, decaySteps, decayRate);
  }

  @Override
  public Expr call(Expr step) {
    Expr p = periods(step);
    return p.constant(initialLearningRate)
        .div(p.constant(1).add(unmerged(p.constant(decayRate)).mul(p)));
  }
}
