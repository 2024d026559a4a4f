package keras.optimizers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;

/**
 * The steps of {@link Adam} and {@link AdamW}: the gradients' running mean over the root of their
 * running variance.
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained; then, with amsgrad,
 * {@code velocity_hat} of each.
 *
 * <p>Keras: {@code keras/src/optimizers/adam.py}.
 */
abstract class AdaptiveMoments<O extends AdaptiveMoments<O>> extends MomentOptimizer<O> {
  @Arg private boolean amsgrad;

  private Map<Variable, Variable> velocityHats = Map.of();

  AdaptiveMoments(double learningRate) {
    super(learningRate);
  }

  /** Sets whether the largest variance so far is used (Reddi et al., 2018). */
  public O amsgrad(boolean amsgrad) {
    return with(() -> this.amsgrad = amsgrad);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    super.buildSlots(trainable);
    if (amsgrad) {
      velocityHats = addSlots(trainable, "velocity_hat");
    }
  }

  @Override
  protected void update(Variable variable, Gradient gradient, Step step, CallContext ctx) {
    Expr alpha = step.shared("alpha", variable, () -> alpha(variable, step));
    Expr mean = mean(variable, gradient, alpha.constant(1 - beta1), ctx);
    Expr variance = variance(variable, gradient, alpha.constant(1 - beta2), ctx);
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
