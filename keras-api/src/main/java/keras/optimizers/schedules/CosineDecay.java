package keras.optimizers.schedules;

import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * A rate that falls along half a cosine (Loshchilov and Hutter, 2016), after it has risen in a
 * straight line where a warm-up is wanted.
 *
 * <pre>{@code
 * new SGD(new CosineDecay(0.0, 1_000).warmupTarget(0.1).warmupSteps(100))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class CosineDecay extends LearningRateSchedule {
  @Arg private double initialLearningRate;
  @Arg private Number decaySteps = 1;
  @Arg private double alpha;
  @Arg private String name = "CosineDecay";
  @Arg private @Nullable Double warmupTarget;
  @Arg private Number warmupSteps = 0;

  private CosineDecay() {}

  /**
   * Makes the schedule.
   *
   * @param decaySteps positive
   */
  public CosineDecay(double initialLearningRate, int decaySteps) {
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    validate();
  }

  /** Sets the part of the highest rate at which the fall ends. */
  public CosineDecay alpha(double alpha) {
    this.alpha = alpha;
    return this;
  }

  /** Names the schedule. */
  public CosineDecay name(String name) {
    this.name = name;
    return this;
  }

  /** Sets the rate that the warm-up leads to; null for no warm-up. */
  public CosineDecay warmupTarget(@Nullable Double warmupTarget) {
    this.warmupTarget = warmupTarget;
    return this;
  }

  /** Sets how many steps the warm-up takes. */
  public CosineDecay warmupSteps(int warmupSteps) {
    this.warmupSteps = warmupSteps;
    return this;
  }

  @Override
  protected void validate() {
    requirePositive("decay_steps", decaySteps);
  }

  @Override
  public Expr call(Expr step) {
    Expr at = step.cast(DType.FLOAT32);
    Expr initial = at.constant(initialLearningRate);
    Expr steps = at.constant(decaySteps.doubleValue());
    if (warmupTarget == null) {
      return decayed(at.minimum(steps), steps, initial);
    }
    Expr target = unmerged(at.constant(warmupTarget));
    Expr warmup = unmerged(at.constant(warmupSteps.doubleValue()));
    Expr now = unmerged(at.minimum(steps.add(warmup)));
    Expr from = unmerged(initial);
    Expr rising = target.sub(from).mul(now.div(warmup)).add(from);
    return now.less(warmup).where(rising, decayed(now.sub(warmup), unmerged(steps), target));
  }

  private Expr decayed(Expr at, Expr steps, Expr from) {
    Expr cosine = Numpy.cos(unmerged(at.constant(Math.PI)).mul(at.div(steps)));
    Expr half = at.constant(0.5).mul(at.constant(1).add(cosine));
    return from.mul(at.constant(1 - alpha).mul(half).add(at.constant(alpha)));
  }
}
