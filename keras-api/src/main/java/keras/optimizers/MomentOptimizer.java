package keras.optimizers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;

/**
 * An optimizer that keeps the running mean of the gradients and that of their squares (Kingma and
 * Ba, 2014).
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained.
 */
abstract class MomentOptimizer<O extends MomentOptimizer<O>> extends GradientOptimizer<O> {
  @Arg("beta_1")
  double beta1 = 0.9;

  @Arg("beta_2")
  double beta2 = 0.999;

  @Arg double epsilon = 1e-7;

  private Map<Variable, Variable> momentums = Map.of();
  private Map<Variable, Variable> velocities = Map.of();

  MomentOptimizer(double learningRate) {
    super(learningRate);
  }

  /** Sets how much of the gradients' mean is kept at each step. */
  public O beta1(double beta1) {
    return with(() -> this.beta1 = beta1);
  }

  /** Sets how much of the gradients' variance is kept at each step. */
  public O beta2(double beta2) {
    return with(() -> this.beta2 = beta2);
  }

  /** Sets what is added to the divisor, "epsilon hat" in the paper. */
  public O epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    List<Map<Variable, Variable>> slots = addSlots(trainable, List.of("momentum", "velocity"));
    momentums = slots.get(0);
    velocities = slots.get(1);
  }

  /** Moves the mean of a variable's gradients by a share of the distance, and returns it. */
  Expr mean(Variable variable, Gradient gradient, Expr share, CallContext ctx) {
    return moved(momentums, variable, gradient.dense(), share, ctx);
  }

  /** Moves the mean of a variable's squared gradients by a share, and returns it. */
  Expr variance(Variable variable, Gradient gradient, Expr share, CallContext ctx) {
    return moved(velocities, variable, square(gradient), share, ctx);
  }

  private static Expr moved(
      Map<Variable, Variable> slots, Variable v, Expr to, Expr share, CallContext ctx) {
    Variable slot = Objects.requireNonNull(slots.get(v));
    Expr before = ctx.readRaw(slot);
    Expr after = before.add(to.sub(before).mul(share));
    ctx.assign(slot, after);
    return after;
  }
}
