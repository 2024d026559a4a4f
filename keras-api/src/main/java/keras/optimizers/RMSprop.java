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
 * Gradient descent by the gradients over the root of the running mean of their squares (Hinton,
 * 2012).
 *
 * <pre>{@code
 * new RMSprop(1e-3).rho(0.95)
 * }</pre>
 *
 * <p>Weights: {@code velocity} of each variable trained; then {@code momentum} of each, where
 * momentum is not 0; then {@code average_gradient} of each, where centered.
 *
 * <p>Keras: {@code keras/src/optimizers/rmsprop.py}.
 */
public final class RMSprop extends GradientOptimizer<RMSprop> {
  @Arg private double rho = 0.9;
  @Arg private double momentum;
  @Arg private double epsilon = 1e-7;
  @Arg private boolean centered;

  private Map<Variable, Variable> velocities = Map.of();
  private Map<Variable, Variable> momentums = Map.of();
  private Map<Variable, Variable> averageGradients = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public RMSprop() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public RMSprop(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public RMSprop(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how much of the mean of squares is kept at each step. */
  public RMSprop rho(double rho) {
    return with(() -> this.rho = rho);
  }

  /** Sets how much of the last step is taken again. */
  public RMSprop momentum(double momentum) {
    return with(() -> this.momentum = momentum);
  }

  /** Sets what is added to the mean of squares before the root is taken. */
  public RMSprop epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /** Sets whether the variance of the gradients is used instead of the mean of their squares. */
  public RMSprop centered(boolean centered) {
    return with(() -> this.centered = centered);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    velocities = addSlots(trainable, "velocity");
    if (momentum > 0) {
      momentums = addSlots(trainable, "momentum");
    }
    if (centered) {
      averageGradients = addSlots(trainable, "average_gradient");
    }
  }

  @Override
  protected void update(Variable variable, Gradient gradient, Step step, CallContext ctx) {
    Variable m = momentums.get(variable);
    // Legacy optimizers leave rows without a gradient alone where there is momentum.
    Expr rows = m == null ? null : Rows.touched(this, gradient);
    Variable v = Objects.requireNonNull(velocities.get(variable));
    Expr velocity = ctx.readRaw(v).mul(rho).add(square(gradient).mul(1 - rho));
    Rows.assign(v, rows, velocity, ctx);
    Variable g = averageGradients.get(variable);
    Expr spread = velocity;
    if (g != null) {
      Expr average = ctx.readRaw(g).mul(rho).add(gradient.dense().mul(1 - rho));
      Rows.assign(g, rows, average, ctx);
      spread = velocity.sub(average.square());
    }
    boolean outside = isLegacy() && m == null;
    Expr root = outside ? spread.sqrt().add(epsilon) : spread.add(epsilon).sqrt();
    Expr moves = step.rate(variable).mul(gradient.dense()).div(root);
    if (m != null) {
      moves = ctx.readRaw(m).mul(momentum).add(moves);
      Rows.assign(m, rows, moves, ctx);
    }
    Rows.assign(variable, rows, ctx.readRaw(variable).sub(moves), ctx);
  }
}
