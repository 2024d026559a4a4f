package keras.optimizers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * Gradient descent by the gradients over the root of the sum of their squares so far: the more a
 * weight was moved, the less it moves (Duchi et al., 2011).
 *
 * <pre>{@code
 * new Adagrad(0.05).initialAccumulatorValue(0.2)
 * }</pre>
 *
 * <p>Weights: {@code accumulator} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/adagrad.py}.
 */
public final class Adagrad extends GradientOptimizer<Adagrad> {
  @Arg private double initialAccumulatorValue = 0.1;
  @Arg private double epsilon = 1e-7;

  private Map<Variable, Variable> accumulators = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adagrad() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adagrad(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adagrad(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets what the sums of squares start from, at least 0. */
  public Adagrad initialAccumulatorValue(double initialAccumulatorValue) {
    return with(() -> this.initialAccumulatorValue = initialAccumulatorValue);
  }

  /** Sets what is added to the sum of squares before the root is taken. */
  public Adagrad epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    accumulators =
        addSlots(trainable, Map.of("accumulator", new Constant(initialAccumulatorValue))).get(0);
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable accumulator = Objects.requireNonNull(accumulators.get(v));
    Expr sum = ctx.readRaw(accumulator).add(square(gradient));
    ctx.assign(accumulator, sum);
    // the optimizers before TensorFlow 2.11 add epsilon to the root
    Expr root = isLegacy() ? sum.sqrt().add(epsilon) : sum.add(epsilon).sqrt();
    ctx.assign(v, ctx.readRaw(v).sub(step.rate(v).mul(gradient.dense()).div(root)));
  }
}
