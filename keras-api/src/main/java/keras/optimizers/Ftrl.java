package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.initializers.Initializer;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * "Follow the regularized leader", for sparse models with many features (McMahan et al., 2013).
 *
 * <pre>{@code
 * new Ftrl(0.1).l1RegularizationStrength(0.01)
 * }</pre>
 *
 * <p>Weights: {@code accumulator} and {@code linear} of each variable trained.
 *
 * <p>Keras: {@code keras/src/optimizers/ftrl.py}.
 */
public final class Ftrl extends GradientOptimizer<Ftrl> {
  @Arg private double learningRatePower = -0.5;
  @Arg private double initialAccumulatorValue = 0.1;

  @Arg("l1_regularization_strength")
  private double l1RegularizationStrength;

  @Arg("l2_regularization_strength")
  private double l2RegularizationStrength;

  @Arg("l2_shrinkage_regularization_strength")
  private double l2ShrinkageRegularizationStrength;

  @Arg private double beta;

  private Map<Variable, Variable> accumulators = Map.of();
  private Map<Variable, Variable> linears = Map.of();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Ftrl() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Ftrl(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Ftrl(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /**
   * Sets how the learning rate falls with the sum of squared gradients.
   *
   * @param learningRatePower at most 0, which keeps it constant
   */
  public Ftrl learningRatePower(double learningRatePower) {
    return with(() -> this.learningRatePower = learningRatePower);
  }

  /** Sets what the sums of squares start from, at least 0. */
  public Ftrl initialAccumulatorValue(double initialAccumulatorValue) {
    return with(() -> this.initialAccumulatorValue = initialAccumulatorValue);
  }

  /** Sets the penalty of the weights' sizes, at least 0. */
  public Ftrl l1RegularizationStrength(double l1RegularizationStrength) {
    return with(() -> this.l1RegularizationStrength = l1RegularizationStrength);
  }

  /** Sets the penalty of the weights' squares, at least 0, which stabilizes. */
  public Ftrl l2RegularizationStrength(double l2RegularizationStrength) {
    return with(() -> this.l2RegularizationStrength = l2RegularizationStrength);
  }

  /** Sets the penalty of the weights' squares, at least 0, which goes into the gradients. */
  public Ftrl l2ShrinkageRegularizationStrength(double l2ShrinkageRegularizationStrength) {
    return with(() -> this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength);
  }

  /** Sets the paper's beta, which lowers the rates of weights that were moved little. */
  public Ftrl beta(double beta) {
    return with(() -> this.beta = beta);
  }

  @Override
  protected void validate() {
    super.validate();
    notNegative("initial_accumulator_value", initialAccumulatorValue);
    if (learningRatePower > 0) {
      throw new IllegalArgumentException(
          "Ftrl: `learning_rate_power` needs to be negative or zero. Received: "
              + "learning_rate_power=%s.".formatted(learningRatePower));
    }
    notNegative("l1_regularization_strength", l1RegularizationStrength);
    notNegative("l2_regularization_strength", l2RegularizationStrength);
    notNegative("l2_shrinkage_regularization_strength", l2ShrinkageRegularizationStrength);
  }

  private static void notNegative(String argument, double value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Ftrl: `%s` needs to be positive or zero. Received: %s=%s."
              .formatted(argument, argument, value));
    }
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    Map<String, Initializer> kinds = new LinkedHashMap<>();
    kinds.put("accumulator", new Constant(initialAccumulatorValue));
    kinds.put("linear", new Zeros());
    List<Map<Variable, Variable>> slots = addSlots(trainable, kinds);
    accumulators = slots.get(0);
    linears = slots.get(1);
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable accumulator = Objects.requireNonNull(accumulators.get(v));
    Variable linear = Objects.requireNonNull(linears.get(v));
    Expr rate = step.rate(v);
    Expr weights = ctx.readRaw(v);
    Expr l2 = rate.constant(beta).div(rate.mul(2)).add(l2RegularizationStrength);
    Expr shrunk = gradient.dense().add(weights.mul(2 * l2ShrinkageRegularizationStrength));
    Expr before = ctx.readRaw(accumulator);
    Expr after = before.add(square(gradient));
    Expr power = after.pow(-learningRatePower);
    Expr grown = power.sub(before.pow(-learningRatePower)).div(rate);
    Expr sum = ctx.readRaw(linear).add(shrunk.sub(grown.mul(weights)));
    Expr quadratic = power.div(rate).add(l2.mul(2));
    Expr clipped = sum.clip(-l1RegularizationStrength, l1RegularizationStrength);
    Expr rows = Rows.touched(this, gradient);
    Rows.assign(linear, rows, sum, ctx);
    Rows.assign(v, rows, clipped.sub(sum).div(quadratic), ctx);
    ctx.assign(accumulator, after);
  }
}
