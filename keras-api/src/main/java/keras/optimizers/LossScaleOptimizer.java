package keras.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.initializers.Zeros;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Multiplies the loss by a scale before gradients are taken, and divides these by it, so that small
 * gradients in float16 do not vanish; hands the step on to another optimizer.
 *
 * <p>A step whose gradients are not all finite is left out and halves the scale; so many finite
 * steps in a row double it. A model in mixed_float16 wraps its optimizer in one by itself.
 *
 * <pre>{@code
 * new LossScaleOptimizer(new Adam()).initialScale(1024)
 * }</pre>
 *
 * <p>Weights: {@code step_counter}, the finite steps since the scale was last changed, and {@code
 * dynamic_scale}; then those of the inner optimizer.
 *
 * <p>Keras: {@code keras/src/optimizers/loss_scale_optimizer.py}.
 */
public final class LossScaleOptimizer extends Optimizer {
  /** What older files of Keras 3 say of the base class; only these values have no effect. */
  private static final Map<String, Object> WITHOUT_EFFECT =
      Map.of("use_ema", false, "ema_momentum", 0.99, "learning_rate", 0.0, "dynamic", true);

  private static final List<String> NEVER_SET =
      List.of(
          "weight_decay",
          "clipnorm",
          "global_clipnorm",
          "clipvalue",
          "ema_overwrite_frequency",
          "loss_scale_factor",
          "gradient_accumulation_steps");

  @Arg("inner_optimizer")
  private @Nullable Optimizer innerOptimizer;

  @Arg private double initialScale = 32768;
  @Arg private int dynamicGrowthSteps = 2000;

  private @Nullable Variable counter;
  private @Nullable Variable scale;

  private LossScaleOptimizer() {}

  /** Wraps an optimizer; a loss scale factor of its own is taken off it. */
  public LossScaleOptimizer(Optimizer innerOptimizer) {
    this.innerOptimizer = innerOptimizer;
    validate();
  }

  /** Names the optimizer. */
  public LossScaleOptimizer name(String name) {
    requireOpen();
    this.name = name;
    return this;
  }

  /** Sets the scale of the first step; too high a one is soon halved. */
  public LossScaleOptimizer initialScale(double initialScale) {
    requireOpen();
    this.initialScale = initialScale;
    return this;
  }

  /** Sets after how many finite steps in a row the scale is doubled. */
  public LossScaleOptimizer dynamicGrowthSteps(int dynamicGrowthSteps) {
    requireOpen();
    this.dynamicGrowthSteps = dynamicGrowthSteps;
    return this;
  }

  @Override
  protected void validate() {
    Optimizer inner = inner();
    if (inner instanceof LossScaleOptimizer) {
      throw new IllegalArgumentException(
          "LossScaleOptimizer: `inner_optimizer` must not scale the loss itself. Received: a"
              + " LossScaleOptimizer.");
    }
    inner.lossScale(null);
    if (inner.isOfKeras2()) {
      legacy = inner.legacy;
    }
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    NEVER_SET.forEach(key -> config.remove(key, null));
    WITHOUT_EFFECT.forEach(config::remove);
    return super.adopt(config, custom);
  }

  private Optimizer inner() {
    if (innerOptimizer == null) {
      throw new IllegalArgumentException(
          "LossScaleOptimizer: `inner_optimizer` must be an optimizer. Received:"
              + " inner_optimizer=None.");
    }
    return innerOptimizer;
  }

  /** Returns the optimizer that takes the steps. */
  public Optimizer innerOptimizer() {
    return inner();
  }

  @Override
  public Map<String, Optimizer> children() {
    return Map.of("inner_optimizer", inner());
  }

  // ---------------------------------------------------------------- a step

  @Override
  protected void buildState(List<Variable> trainable) {
    counter = addVariable("step_counter", Shape.scalar(), DType.INT64, new Zeros());
    scale = addVariable("dynamic_scale", Shape.scalar(), DType.FLOAT32, new Constant(initialScale));
    inner().build(trainable);
  }

  @Override
  public Expr scaleLoss(Expr loss, CallContext ctx) {
    return scale == null ? loss.mul(initialScale) : loss.mul(ctx.readRaw(scale).cast(loss.dtype()));
  }

  @Override
  protected void step(
      List<Variable> variables, List<@Nullable Gradient> gradients, CallContext ctx) {
    Variable s = Objects.requireNonNull(scale);
    Variable n = Objects.requireNonNull(counter);
    Expr by = ctx.readRaw(s);
    Expr finite = finite(gradients, ctx);
    List<@Nullable Gradient> unscaled = new ArrayList<>();
    gradients.forEach(g -> unscaled.add(g == null ? null : g.map(x -> x.div(by.cast(x.dtype())))));
    List<Variable> state = new ArrayList<>(trainable());
    state.addAll(inner().variables());
    Branch.where(finite, state, () -> inner().applyGradients(variables, unscaled, ctx), ctx);

    Expr steps = ctx.readRaw(n);
    Expr grows = Numpy.logicalAnd(finite, steps.equal(steps.constant(dynamicGrowthSteps - 1)));
    Expr half = by.mul(0.5);
    Expr less = isOfKeras2() ? half.maximum(1) : half;
    Expr more = by.mul(2);
    if (isOfKeras2()) {
      grows = Numpy.logicalAnd(finite, Numpy.greaterEqual(steps.add(1), dynamicGrowthSteps));
      more = ctx.wrap(ctx.tf().math.isFinite(more)).where(more, by);
    }
    ctx.assign(s, grows.where(more, finite.where(by, less)));
    Expr zero = steps.constant(0);
    ctx.assign(n, finite.where(grows.where(zero, steps.add(1)), zero));
  }

  private static Expr finite(List<@Nullable Gradient> gradients, CallContext ctx) {
    List<Expr> all = new ArrayList<>();
    for (Gradient g : gradients) {
      if (g != null) {
        Expr x = g.elements();
        Ops tf = ctx.tf();
        all.add(ctx.wrap(tf.all(tf.math.isFinite(x), tf.constant(x.axes()))));
      }
    }
    return all.stream().reduce(Numpy::logicalAnd).orElseThrow();
  }

  // ---------------------------------------------------------------- the inner optimizer's

  @Override
  public double learningRate() {
    return inner().learningRate();
  }

  @Override
  public void learningRate(double newRate) {
    inner().learningRate(newRate);
  }

  @Override
  public long iterations() {
    return inner().iterations();
  }

  /** Returns the scale of the next step's loss. */
  public double dynamicScale() {
    return scale == null ? initialScale : scale.value().floats()[0];
  }
}
