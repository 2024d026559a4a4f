package keras.optimizers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * Gradient descent by the gradients' running mean over the root of their running variance (Kingma
 * and Ba, 2014).
 *
 * <pre>{@code
 * new Adam(1e-3).beta1(0.8)
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained; then, with amsgrad,
 * {@code velocity_hat} of each.
 *
 * <p>Keras: {@code keras/src/optimizers/adam.py}.
 */
public final class Adam extends GradientOptimizer<Adam> {
  @Arg("beta_1")
  private double beta1 = 0.9;

  @Arg("beta_2")
  private double beta2 = 0.999;

  @Arg private double epsilon = 1e-7;
  @Arg private boolean amsgrad;

  private Map<Variable, Variable> momentums = Map.of();
  private Map<Variable, Variable> velocities = Map.of();
  private Map<Variable, Variable> velocityHats = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adam() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adam(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adam(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how much of the gradients' mean is kept at each step. */
  public Adam beta1(double beta1) {
    return with(() -> this.beta1 = beta1);
  }

  /** Sets how much of the gradients' variance is kept at each step. */
  public Adam beta2(double beta2) {
    return with(() -> this.beta2 = beta2);
  }

  /** Sets what is added to the divisor, "epsilon hat" in the paper. */
  public Adam epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /** Sets whether the largest variance so far is used (Reddi et al., 2018). */
  public Adam amsgrad(boolean amsgrad) {
    return with(() -> this.amsgrad = amsgrad);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    List<Map<Variable, Variable>> slots = addSlots(trainable, List.of("momentum", "velocity"));
    momentums = slots.get(0);
    velocities = slots.get(1);
    if (amsgrad) {
      velocityHats = addSlots(trainable, "velocity_hat");
    }
  }

  @Override
  protected void update(Variable variable, Gradient gradient, Step step, CallContext ctx) {
    Variable m = Objects.requireNonNull(momentums.get(variable));
    Variable v = Objects.requireNonNull(velocities.get(variable));
    Expr alpha = step.shared("alpha", variable, () -> alpha(variable, step));
    Expr mean = ctx.readRaw(m);
    mean = mean.add(gradient.dense().sub(mean).mul(1 - beta1));
    ctx.assign(m, mean);
    Expr variance = ctx.readRaw(v);
    variance = variance.add(square(gradient).sub(variance).mul(1 - beta2));
    ctx.assign(v, variance);
    Variable hat = velocityHats.get(variable);
    if (hat != null) {
      variance = ctx.readRaw(hat).maximum(variance);
      ctx.assign(hat, variance);
    }
    ctx.assign(
        variable, ctx.readRaw(variable).sub(mean.mul(alpha).div(variance.sqrt().add(epsilon))));
  }

  private Expr alpha(Variable variable, Step step) {
    Expr number = step.number(variable);
    Expr one = number.constant(1);
    Expr beta1Power = number.constant(Scalars.single(beta1)).pow(number);
    Expr beta2Power = number.constant(Scalars.single(beta2)).pow(number);
    return step.rate(variable).mul(one.sub(beta2Power).sqrt()).div(one.sub(beta1Power));
  }
}
