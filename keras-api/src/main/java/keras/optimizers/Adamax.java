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
 * Gradient descent by the gradients' running mean over the largest of them, which fades (Kingma and
 * Ba, 2014, section 7.1): {@link Adam} with the infinity norm.
 *
 * <pre>{@code
 * new Adamax(2e-3).beta1(0.8)
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code norm} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/adamax.py}.
 */
public final class Adamax extends GradientOptimizer<Adamax> {
  @Arg("beta_1")
  private double beta1 = 0.9;

  @Arg("beta_2")
  private double beta2 = 0.999;

  @Arg private double epsilon = 1e-7;

  private Map<Variable, Variable> momentums = Map.of();
  private Map<Variable, Variable> norms = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adamax() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adamax(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adamax(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how much of the gradients' mean is kept at each step. */
  public Adamax beta1(double beta1) {
    return with(() -> this.beta1 = beta1);
  }

  /** Sets how much of the largest gradient is kept at each step. */
  public Adamax beta2(double beta2) {
    return with(() -> this.beta2 = beta2);
  }

  /** Sets what is added to the largest gradient, the divisor. */
  public Adamax epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    List<Map<Variable, Variable>> slots = addSlots(trainable, List.of("momentum", "norm"));
    momentums = slots.get(0);
    norms = slots.get(1);
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable m = Objects.requireNonNull(momentums.get(v));
    Variable u = Objects.requireNonNull(norms.get(v));
    Expr before = ctx.readRaw(m);
    Expr mean = before.add(gradient.dense().sub(before).mul(1 - beta1));
    Expr size = isOfKeras2() ? gradient.dense().abs() : gradient.map(Expr::abs).dense();
    Expr norm = ctx.readRaw(u).mul(beta2).maximum(size);
    Expr number = step.number(v);
    Expr beta1Power = number.constant(Scalars.single(beta1)).pow(number);
    Expr divisor = number.constant(1).sub(beta1Power).mul(norm.add(epsilon));
    Expr rows = Rows.touched(this, gradient);
    Rows.assign(m, rows, mean, ctx);
    Rows.assign(u, rows, norm, ctx);
    Rows.assign(v, rows, ctx.readRaw(v).sub(step.rate(v).mul(mean).div(divisor)), ctx);
  }
}
