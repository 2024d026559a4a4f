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
 * Gradient descent by the gradients times the root of the running mean of the squared moves so far,
 * over that of their own squares (Zeiler, 2012).
 *
 * <pre>{@code
 * new Adadelta(1.0).rho(0.9)
 * }</pre>
 *
 * <p>Weights: {@code accumulated_grad} and {@code accumulated_delta_var} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/adadelta.py}.
 */
public final class Adadelta extends GradientOptimizer<Adadelta> {
  @Arg private double rho = 0.95;
  @Arg private double epsilon = 1e-7;

  private Map<Variable, Variable> gradients = Map.of();
  private Map<Variable, Variable> moves = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adadelta() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adadelta(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adadelta(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how much of the means of squares is kept at each step. */
  public Adadelta rho(double rho) {
    return with(() -> this.rho = rho);
  }

  /** Sets what is added to the means of squares before the roots are taken. */
  public Adadelta epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    List<Map<Variable, Variable>> slots =
        addSlots(trainable, List.of("accumulated_grad", "accumulated_delta_var"));
    gradients = slots.get(0);
    moves = slots.get(1);
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable squares = Objects.requireNonNull(gradients.get(v));
    Variable moved = Objects.requireNonNull(moves.get(v));
    Expr mean = ctx.readRaw(squares).mul(rho).add(square(gradient).mul(1 - rho));
    Expr before = ctx.readRaw(moved);
    Gradient move =
        gradient
            .with(before.add(epsilon).sqrt(), Expr::mul)
            .with(mean.add(epsilon).sqrt(), Expr::div)
            .map(Expr::neg);
    Expr rows = Rows.touched(this, gradient);
    Rows.assign(squares, rows, mean, ctx);
    Rows.assign(moved, rows, before.mul(rho).add(square(move).mul(1 - rho)), ctx);
    ctx.assign(v, ctx.readRaw(v).add(step.rate(v).mul(move.dense())));
  }
}
