package keras.optimizers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.config.Arg;
import keras.config.Args;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Values;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer that moves each variable along its gradient, and whose options chain: {@code new
 * Adam(1e-3).clipnorm(1.0).beta1(0.8)}.
 *
 * <p>One of one's own makes its state in {@link #buildSlots} and moves one variable in {@link
 * #update}:
 *
 * <pre>{@code
 * final class Momentum extends GradientOptimizer<Momentum> {
 *   @Arg private double momentum = 0.9;
 *   private Map<Variable, Variable> momentums = Map.of();
 *
 *   Momentum() {
 *     super(0.01);
 *   }
 *
 *   @Override protected void buildSlots(List<Variable> trainable) {
 *     momentums = addSlots(trainable, "momentum");
 *   }
 *
 *   @Override protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
 *     Variable m = momentums.get(v);
 *     ctx.assign(m, ctx.readRaw(m).mul(momentum).sub(gradient.dense().mul(step.rate(v))));
 *     ctx.assign(v, ctx.readRaw(v).add(ctx.readRaw(m)));
 *   }
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
public abstract class GradientOptimizer<O extends GradientOptimizer<O>> extends Optimizer {
  @Arg("learning_rate")
  private Object rate; // a Number or a LearningRateSchedule

  @Args final StepOptions options = new StepOptions();

  private Map<Variable, Variable> averages = Map.of();
  private Map<Variable, Variable> accumulators = Map.of();
  private WeightDecay decay = WeightDecay.OF_ALL;

  /** Makes an optimizer with Keras' defaults and a learning rate. */
  protected GradientOptimizer(double learningRate) {
    super(learningRate);
    rate = learningRate;
  }

  // ---------------------------------------------------------------- the algorithm

  /** Makes the state of the algorithm, with {@link #addSlots} and {@link #addVariable}. */
  protected void buildSlots(List<Variable> trainable) {}

  /** Begins an update, once for all variables: changes what they share. */
  protected void begin(Step step, CallContext ctx) {}

  /**
   * Moves one variable: assigns it, and the optimizer's state for it, through {@code ctx}.
   *
   * @param gradient of the variable's dtype, clipped
   */
  protected abstract void update(Variable v, Gradient gradient, Step step, CallContext ctx);

  /** Makes one more variable, of zeros, for each one trained; returns it by that one. */
  protected final Map<Variable, Variable> addSlots(List<Variable> trainable, String name) {
    return addSlots(trainable, List.of(name)).get(0);
  }

  /** Makes several more variables, of zeros, for each one trained; all of one, then the next. */
  protected final List<Map<Variable, Variable>> addSlots(
      List<Variable> trainable, List<String> names) {
    Map<String, Initializer> kinds = new LinkedHashMap<>();
    names.forEach(name -> kinds.put(name, new Zeros()));
    return addSlots(trainable, kinds);
  }

  /**
   * Makes several more variables for each one trained; all of one, then the next.
   *
   * @param kinds what each starts from, by its name
   */
  protected final List<Map<Variable, Variable>> addSlots(
      List<Variable> trainable, Map<String, ? extends Initializer> kinds) {
    Map<String, Map<Variable, Variable>> all = new LinkedHashMap<>();
    for (Variable v : trainable) {
      kinds.forEach(
          (name, initializer) -> {
            String slot = v.path().replace('/', '_') + "_" + name;
            all.computeIfAbsent(name, n -> new LinkedHashMap<>())
                .put(v, addVariable(slot, v.shape(), v.dtype(), initializer));
          });
    }
    return List.copyOf(all.values());
  }

  /**
   * Returns a gradient's square. Of rows that were gathered, as an Embedding's are, Keras 3 squares
   * each before it sums those of the same number; Keras 2 sums first.
   */
  protected final Expr square(Gradient gradient) {
    return isOfKeras2() ? gradient.dense().square() : gradient.map(Expr::square).dense();
  }

  /** Returns the fraction of a variable that is taken off it at each step; null for none. */
  @Nullable Double weightDecay(Variable v) {
    return options.weightDecay;
  }

  // ---------------------------------------------------------------- a step

  @Override
  protected final void buildState(List<Variable> trainable) {
    if (options.useEma) {
      averages = addSlots(trainable, "average");
    }
    if (options.accumulation() != 0) {
      accumulators = addSlots(trainable, "gradient_accumulator");
    }
    buildSlots(trainable);
  }

  @Override
  protected final void step(
      List<Variable> variables, List<@Nullable Gradient> gradients, CallContext ctx) {
    Gradients given = Gradients.of(variables, gradients, options.lossScaleFactor);
    MovingAverage average =
        options.useEma
            ? MovingAverage.of(options, averages, isOfKeras2(), given.variables(), ctx)
            : null;
    if (options.accumulation() != 0) {
      Expr steps = ctx.readRaw(state.iteration());
      List<Variable> stateful =
          Stream.concat(trainable().stream(), state.added().stream()).toList();
      new Accumulation(accumulators, options.accumulation())
          .step(given, steps, stateful, this::descend, ctx);
    } else {
      descend(given.variables(), given.values(), ctx);
    }
    if (average != null) {
      average.step(updates(ctx), ctx);
    }
    for (Variable v : given.variables()) {
      if (v.constraint() != null) {
        ctx.assign(v, v.constraint().call(ctx.readRaw(v)));
      }
    }
    state.countStep(ctx);
  }

  private void descend(List<Variable> variables, List<Gradient> gradients, CallContext ctx) {
    List<Gradient> clipped = Clipping.clip(gradients, options);
    Step step = new Step(variables, updates(ctx), state.learningRate(ctx));
    decay.step(variables, this::weightDecay, step, ctx);
    begin(step, ctx);
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      update(v, clipped.get(i).map(g -> g.cast(v.dtype())), step, ctx);
    }
  }

  /** The number of updates before this one. */
  private Expr updates(CallContext ctx) {
    Expr steps = ctx.readRaw(state.iteration());
    int n = options.accumulation();
    return n == 0 ? steps : ctx.wrap(ctx.tf().math.floorDiv(steps, steps.constant(n)));
  }

  @Override
  public Expr scaleLoss(Expr loss, CallContext ctx) {
    return options.lossScaleFactor == null ? loss : loss.mul(options.lossScaleFactor);
  }

  @Override
  final void lossScale(@Nullable Double factor) {
    options.lossScaleFactor = factor;
  }

  @Override
  public long iterations() {
    long steps = Scalars.integer(state.iteration());
    return options.accumulation() == 0 ? steps : steps / options.accumulation();
  }

  @Override
  public void settleState() {
    if (isOfKeras2() && !averages.isEmpty() && Scalars.integer(state.iteration()) == 0) {
      copyWeightsToAverages();
    }
  }

  @Override
  public void finalizeVariableValues() {
    if (isBuilt() && !averages.isEmpty()) {
      Values.write(List.copyOf(averages.keySet()), Values.read(List.copyOf(averages.values())));
    }
  }

  @Override
  public boolean keepsAverages() {
    return !averages.isEmpty();
  }

  @Override
  public void swapWeightsWithAverages() {
    MovingAverage.swap(averages);
  }

  @Override
  public void copyWeightsToAverages() {
    Values.write(List.copyOf(averages.values()), Values.read(List.copyOf(averages.keySet())));
  }

  // ---------------------------------------------------------------- the learning rate and config

  @Override
  public double learningRate() {
    return state.learningRate();
  }

  /**
   * Sets the learning rate, at any time; the next step uses it.
   *
   * @throws IllegalStateException where a schedule decides the rate
   */
  @Override
  public void learningRate(double newRate) {
    if (rate instanceof LearningRateSchedule) {
      throw new IllegalStateException(
          ("%s: its learning rate follows a schedule (%s) and cannot be set. To set it, construct "
                  + "the optimizer with a number as learning rate.")
              .formatted(this, rate));
    }
    setRate(newRate);
  }

  private void setRate(Object newRate) {
    rate = newRate;
    state.rate(newRate);
  }

  @Override
  protected void validate() {
    if (!(rate instanceof Number || rate instanceof LearningRateSchedule)) {
      throw new IllegalArgumentException(
          "%s: `learning_rate` must be a number or a LearningRateSchedule. Received: %s."
              .formatted(this, rate));
    }
    if (rate != state.rate()) {
      state.rate(rate); // that of a config
    }
    options.validate(this);
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    config.computeIfPresent("learning_rate", (k, given) -> Scalars.rate(given, custom));
    return super.adopt(config, custom);
  }

  /** Returns the Keras config; the learning rate is the one of this moment, as float32 keeps it. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (!(rate instanceof LearningRateSchedule)) {
      config.put("learning_rate", (double) (float) learningRate());
    }
    return config;
  }

  // ---------------------------------------------------------------- options

  /** Names the optimizer. */
  public O name(String name) {
    return with(() -> this.name = name);
  }

  /** Lets the learning rate follow a schedule. */
  public O learningRate(LearningRateSchedule schedule) {
    return with(() -> setRate(schedule));
  }

  /** Sets the fraction of each weight, times the learning rate, taken off it at each step. */
  public O weightDecay(double weightDecay) {
    return with(() -> options.weightDecay = weightDecay);
  }

  /** Sets the largest norm of each variable's gradient, which is scaled down to it. */
  public O clipnorm(double clipnorm) {
    return with(() -> options.clipnorm = clipnorm);
  }

  /** Sets the largest norm of all gradients together, which are scaled down to it. */
  public O globalClipnorm(double globalClipnorm) {
    return with(() -> options.globalClipnorm = globalClipnorm);
  }

  /** Sets the largest absolute value of a gradient's elements. */
  public O clipvalue(double clipvalue) {
    return with(() -> options.clipvalue = clipvalue);
  }

  /** Sets whether the exponential moving averages of the weights are kept. */
  public O useEma(boolean useEma) {
    return with(() -> options.useEma = useEma);
  }

  /**
   * Sets how much of the old average is kept at each step.
   *
   * @param emaMomentum in [0, 1]
   */
  public O emaMomentum(double emaMomentum) {
    return with(() -> options.emaMomentum = emaMomentum);
  }

  /**
   * Sets after how many steps the weights are overwritten with their averages; without it they are
   * at the end of training.
   */
  public O emaOverwriteFrequency(int emaOverwriteFrequency) {
    return with(() -> options.emaOverwriteFrequency = emaOverwriteFrequency);
  }

  /** Sets the factor of the loss, and the divisor of the gradients, against underflow. */
  public O lossScaleFactor(double lossScaleFactor) {
    return with(() -> options.lossScaleFactor = lossScaleFactor);
  }

  /**
   * Sets over how many steps gradients are averaged before the weights are updated.
   *
   * @param gradientAccumulationSteps at least 2
   */
  public O gradientAccumulationSteps(int gradientAccumulationSteps) {
    return with(() -> options.gradientAccumulationSteps = gradientAccumulationSteps);
  }

  /**
   * Sets that steps are those of Keras 2, which is tf_keras; files of it set this by themselves. It
   * sums the gradients of rows that an Embedding gathers before it squares them, starts moving
   * averages at the weights, and weighs the losses of single outputs by the size of the batch.
   *
   * <p>Differs from Keras: Keras 3 has no such option; saving for it prints a notice where it
   * matters.
   *
   * @param isLegacyOptimizer whether they are those of the optimizers before TensorFlow 2.11
   */
  public O isLegacyOptimizer(boolean isLegacyOptimizer) {
    return with(() -> legacy = isLegacyOptimizer);
  }

  /** Excludes variables from weight decay; replaces what was excluded before. */
  public O excludeFromWeightDecay(Collection<Variable> variables) {
    return with(() -> decay = WeightDecay.without(variables, List.of()));
  }

  /**
   * Excludes variables from weight decay; replaces what was excluded before.
   *
   * @param names parts of variables' paths, as in {@code "bias"}; regular expressions
   */
  public O excludeFromWeightDecay(String... names) {
    return with(() -> decay = WeightDecay.without(List.of(), List.of(names)));
  }

  /** Sets one option, if the optimizer is still open. */
  protected final O with(Runnable option) {
    requireOpen();
    option.run();
    validate();
    @SuppressWarnings("unchecked") // O is this class
    O self = (O) this;
    return self;
  }
}
