package keras.optimizers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Values;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * {@link AdamW} that averages the weights instead of lowering the learning rate by a schedule, so
 * that nobody must know when training ends (Defazio et al., 2024).
 *
 * <pre>{@code
 * new ScheduleFreeAdamW(2.5e-3).warmupSteps(100)
 * }</pre>
 *
 * <p>Weights: {@code momentum}, which starts as the variable, and {@code velocity} of each variable
 * trained.
 *
 * <p>The weights stay, in evaluations and files as well, where training has them: between {@code
 * momentum} and the average. As in Keras on TensorFlow the average is taken from the momentum after
 * its move.
 *
 * <p>Differs from Keras: {@code momentum} starts as the variable in {@code fit} too. In Keras 3.15
 * the first step of {@code fit} loses that assignment unless {@code
 * optimizer.build(model.trainable_variables)} was called before, and so sets all weights to nearly
 * 0.
 *
 * <p>Keras: {@code keras/src/optimizers/schedule_free_adamw.py}.
 */
public final class ScheduleFreeAdamW extends GradientOptimizer<ScheduleFreeAdamW> {
  @Arg("beta_1")
  private double beta1 = 0.9;

  @Arg("beta_2")
  private double beta2 = 0.999;

  @Arg private double epsilon = 1e-8;
  @Arg private int warmupSteps;

  private Map<Variable, Variable> momentums = Map.of();
  private Map<Variable, Variable> velocities = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.0025. */
  public ScheduleFreeAdamW() {
    super(0.0025);
  }

  /** Makes the optimizer with a learning rate. */
  public ScheduleFreeAdamW(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public ScheduleFreeAdamW(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how near the weights are to the average, and not to the momentum. */
  public ScheduleFreeAdamW beta1(double beta1) {
    return with(() -> this.beta1 = beta1);
  }

  /** Sets how much of the gradients' variance is kept at each step. */
  public ScheduleFreeAdamW beta2(double beta2) {
    return with(() -> this.beta2 = beta2);
  }

  /** Sets what is added to the divisor. */
  public ScheduleFreeAdamW epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /** Sets in how many steps the learning rate grows from 0 to its value. */
  public ScheduleFreeAdamW warmupSteps(int warmupSteps) {
    return with(() -> this.warmupSteps = warmupSteps);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    List<Map<Variable, Variable>> slots = addSlots(trainable, List.of("momentum", "velocity"));
    momentums = slots.get(0);
    velocities = slots.get(1);
    Values.write(List.copyOf(momentums.values()), Values.read(List.copyOf(momentums.keySet())));
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable m = Objects.requireNonNull(momentums.get(v));
    Variable u = Objects.requireNonNull(velocities.get(v));
    Expr number = step.number(v);
    Expr one = number.constant(1);
    Expr b1 = number.constant(Scalars.single(beta1));
    Expr b2 = number.constant(Scalars.single(beta2));
    Expr rate = step.rate(v);
    if (warmupSteps > 0) {
      rate = rate.mul(number.div(warmupSteps).minimum(1));
    }
    Expr before = ctx.readRaw(u);
    Expr variance = before.add(square(gradient).sub(before).mul(one.sub(b2)));
    ctx.assign(u, variance);
    Expr corrected = variance.div(one.sub(b2.pow(number)));
    Expr divisor = corrected.sqrt().add(Scalars.single(epsilon));
    Gradient move = gradient.map(rate::mul).with(divisor, Expr::div);
    Expr momentum = ctx.readRaw(m).sub(move.dense());
    ctx.assign(m, momentum);

    Expr weight = one.div(number);
    Expr rest = one.sub(b1);
    // Divided in the order that TensorFlow's graph optimizer makes of Keras' formula.
    Expr average = one.sub(weight).div(b1).mul(ctx.readRaw(v).sub(rest.mul(momentum)));
    Expr next = average.add(weight.mul(momentum));
    ctx.assign(v, rest.mul(momentum).add(b1.mul(next)));
  }
}
