package keras.optimizers;

import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam} that moves each variable by a share of its own norm, for large batches (You et al.,
 * 2019).
 *
 * <pre>{@code
 * new Lamb(1e-3).weightDecay(0.01)
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/lamb.py}.
 */
public final class Lamb extends MomentOptimizer<Lamb> {
  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Lamb() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Lamb(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Lamb(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Expr number = step.number(v);
    Expr one = number.constant(1);
    Expr beta1Power = number.constant(Scalars.single(beta1)).pow(number);
    Expr beta2Power = number.constant(Scalars.single(beta2)).pow(number);
    Expr mean = mean(v, gradient, one.constant(1 - beta1), ctx);
    Expr variance = variance(v, gradient, one.constant(1 - beta2), ctx);
    Expr meanHat = mean.div(one.sub(beta1Power));
    Expr move = meanHat.div(variance.div(one.sub(beta2Power)).sqrt().add(epsilon));
    Expr weights = ctx.readRaw(v);
    Expr length = norm(weights);
    Expr moved = norm(move);
    Expr share = moved.greater(0).where(length.div(moved), one);
    Expr ratio = length.greater(0).where(share, one);
    ctx.assign(v, weights.sub(ratio.mul(step.rate(v)).mul(move)));
  }

  private static Expr norm(Expr x) {
    return x.pow(2).sum().sqrt();
  }
}
