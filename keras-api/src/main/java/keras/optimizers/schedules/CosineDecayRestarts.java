package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * A rate that falls along half a cosine again and again, from a lower start and for longer each
 * time: warm restarts (Loshchilov and Hutter, 2016).
 *
 * <pre>{@code
 * new SGD(new CosineDecayRestarts(0.1, 1_000).mMul(0.9))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class CosineDecayRestarts extends LearningRateSchedule {
  @Arg private double initialLearningRate;
  @Arg private Number firstDecaySteps = 1;

  @Arg("t_mul")
  private double tMul = 2.0;

  @Arg("m_mul")
  private double mMul = 1.0;

  @Arg private double alpha;
  @Arg private String name = "SGDRDecay";

  private CosineDecayRestarts() {}

  /**
   * Makes the schedule.
   *
   * @param firstDecaySteps positive
   */
  public CosineDecayRestarts(double initialLearningRate, int firstDecaySteps) {
    this.initialLearningRate = initialLearningRate;
    this.firstDecaySteps = firstDecaySteps;
    validate();
  }

  /** Sets by what the number of steps is multiplied at each restart. */
  public CosineDecayRestarts tMul(double tMul) {
    this.tMul = tMul;
    return this;
  }

  /** Sets by what the first rate is multiplied at each restart. */
  public CosineDecayRestarts mMul(double mMul) {
    this.mMul = mMul;
    return this;
  }

  /** Sets the part of the initial rate at which each fall ends. */
  public CosineDecayRestarts alpha(double alpha) {
    this.alpha = alpha;
    return this;
  }

  /** Names the schedule. */
  public CosineDecayRestarts name(String name) {
    this.name = name;
    return this;
  }

  @Override
  protected void validate() {
    requirePositive("first_decay_steps", firstDecaySteps);
  }

  @Override
  public Expr call(Expr step) {
    Expr completed = step.cast(DType.FLOAT32).div(firstDecaySteps.doubleValue());
    Expr one = completed.constant(1);
    Expr restarts;
    if (tMul == 1) {
      restarts = Numpy.floor(completed);
      completed = completed.sub(restarts);
    } else {
      Expr growth = unmerged(completed.constant(tMul));
      restarts = Numpy.floor(one.sub(completed.mul(one.sub(growth))).log().div(growth.log()));
      Expr longer = growth.pow(restarts);
      completed = completed.sub(one.sub(longer).div(one.sub(growth))).div(longer);
    }
    Expr height = completed.constant(0.5).mul(completed.constant(mMul).pow(restarts));
    Expr cosine =
        height.mul(one.add(Numpy.cos(unmerged(completed.constant(Math.PI)).mul(completed))));
    Expr least = completed.constant(alpha);
    return completed
        .constant(initialLearningRate)
        .mul(unmerged(one.sub(least)).mul(cosine).add(least));
  }
}
