package keras.optimizers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * Gradient descent, with momentum where wanted: {@code m = momentum · m - rate · g; w = w + m}.
 *
 * <pre>{@code
 * new SGD(0.01).momentum(0.9).nesterov(true)
 * }</pre>
 *
 * <p>Weights: {@code momentum}, one for each variable trained, only where momentum is not 0.
 *
 * <p>Keras: {@code keras/src/optimizers/sgd.py}.
 */
public final class SGD extends GradientOptimizer<SGD> {
  @Arg private double momentum;
  @Arg private boolean nesterov;

  private Map<Variable, Variable> momentums = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.01. */
  public SGD() {
    super(0.01);
  }

  /** Makes the optimizer with a learning rate. */
  public SGD(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public SGD(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /**
   * Sets how much of the last step is taken again.
   *
   * @param momentum in [0, 1]
   */
  public SGD momentum(double momentum) {
    return with(() -> this.momentum = momentum);
  }

  /** Sets whether the gradient counts as if it were taken after the momentum's step. */
  public SGD nesterov(boolean nesterov) {
    return with(() -> this.nesterov = nesterov);
  }

  @Override
  protected void validate() {
    super.validate();
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "SGD: `momentum` must be a float between [0, 1]. Received: momentum=%s."
              .formatted(momentum));
    }
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    if (momentum != 0) {
      momentums = addSlots(trainable, "momentum");
    }
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable m = momentums.get(v);
    if (m == null) {
      ctx.descend(v, step.rate(v), gradient.dense());
      return;
    }
    Expr moves = gradient.dense().mul(step.rate(v));
    double kept = Scalars.single(momentum);
    Expr moved = ctx.readRaw(m).mul(kept).sub(moves);
    Expr value = ctx.readRaw(v).add(nesterov ? moved.mul(kept).sub(moves) : moved);
    Expr rows = Rows.touched(this, gradient);
    Rows.assign(m, rows, moved, ctx);
    Rows.assign(v, rows, value, ctx);
  }
}
