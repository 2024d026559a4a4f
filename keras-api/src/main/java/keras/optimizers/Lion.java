package keras.optimizers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * Moves each weight by the learning rate itself, in the direction of the gradients' running mean:
 * only its sign counts (Chen et al., 2023).
 *
 * <pre>{@code
 * new Lion(1e-4).weightDecay(0.1)
 * }</pre>
 *
 * <p>Weights: {@code momentum} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/lion.py}.
 */
public final class Lion extends GradientOptimizer<Lion> {
  @Arg("beta_1")
  private double beta1 = 0.9;

  @Arg("beta_2")
  private double beta2 = 0.99;

  private Map<Variable, Variable> momentums = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Lion() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Lion(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Lion(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /**
   * Sets how much of the mean counts in a move, beside the gradient.
   *
   * @param beta1 in (0, 1]
   */
  public Lion beta1(double beta1) {
    return with(() -> this.beta1 = beta1);
  }

  /** Sets how much of the gradients' mean is kept at each step. */
  public Lion beta2(double beta2) {
    return with(() -> this.beta2 = beta2);
  }

  @Override
  protected void validate() {
    super.validate();
    if (!(beta1 > 0 && beta1 <= 1)) {
      throw new IllegalArgumentException(
          ("Lion: `beta_1` must be in (0, 1]. Otherwise, the optimizer degenerates to SignSGD. "
                  + "Received: beta_1=%s.")
              .formatted(beta1));
    }
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    momentums = addSlots(trainable, "momentum");
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable m = Objects.requireNonNull(momentums.get(v));
    Expr before = ctx.readRaw(m);
    Expr g = gradient.dense();
    Expr b1 = g.constant(Scalars.single(beta1));
    Expr b2 = g.constant(Scalars.single(beta2));
    Expr direction = Numpy.sign(before.mul(b1).add(g.mul(g.constant(1).sub(b1))));
    ctx.assign(v, ctx.readRaw(v).sub(step.rate(v).mul(direction)));
    ctx.assign(m, before.mul(b2).add(g.mul(g.constant(1).sub(b2))));
  }
}
