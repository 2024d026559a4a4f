package keras.optimizers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.CustomObjects;
import keras.config.Deferred;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.Values;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.initializers.Zeros;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Changes variables along the gradients of a loss, step by step.
 *
 * <p>One of one's own extends {@link FluentOptimizer}, makes its state in {@link #buildSlots} and
 * moves one variable in {@link #update}:
 *
 * <pre>{@code
 * final class Momentum extends FluentOptimizer<Momentum> {
 *   @Arg private double momentum = 0.9;
 *   private Map<Variable, Variable> momentums = Map.of();
 *
 *   @Override protected void buildSlots(List<Variable> trainable) {
 *     momentums = addSlots(trainable, "momentum");
 *   }
 *
 *   @Override protected void update(Variable v, Expr gradient, Expr rate, CallContext ctx) {
 *     Variable m = momentums.get(v);
 *     ctx.assign(m, ctx.readRaw(m).mul(momentum).sub(gradient.mul(rate)));
 *     ctx.assign(v, ctx.readRaw(v).add(ctx.readRaw(m)));
 *   }
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
public abstract class Optimizer extends KerasObject implements Deferred {
  @Arg @Nullable String name;

  @Arg("learning_rate")
  private Object rate; // a Double or a LearningRateSchedule

  @Arg @Nullable Double weightDecay;
  @Arg @Nullable Double clipnorm;
  @Arg @Nullable Double globalClipnorm;
  @Arg @Nullable Double clipvalue;
  @Arg boolean useEma;
  @Arg double emaMomentum = 0.99;
  @Arg @Nullable Integer emaOverwriteFrequency;
  @Arg @Nullable Double lossScaleFactor;
  @Arg @Nullable Integer gradientAccumulationSteps;

  /** Null for the steps of Keras 3; else those of Keras 2, of its older optimizers where true. */
  @Nullable Boolean legacy;

  private @Nullable Variable iteration;
  private @Nullable Variable rateVariable;
  private @Nullable List<Variable> trainable;
  private final List<Variable> slots = new ArrayList<>();
  private Map<Variable, Variable> averages = Map.of();
  private Map<Variable, Variable> accumulators = Map.of();
  private WeightDecay decay = WeightDecay.OF_ALL;

  /** Makes an optimizer with Keras' defaults and a learning rate. */
  protected Optimizer(double learningRate) {
    rate = learningRate;
    ConstructionOrder.enrol(this);
  }

  /** Returns a new optimizer with a Keras name, as in {@code "sgd"} or {@code "Adam"}. */
  public static Optimizer get(String id) {
    return Optimizers.get(id);
  }

  // ---------------------------------------------------------------- name and options

  @Override
  public void settle() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
  }

  /** Returns the name, which starts the paths of the optimizer's variables. */
  public final String name() {
    if (name == null) {
      ConstructionOrder.settle(this);
    }
    return name == null ? getClass().getSimpleName() : name;
  }

  @Override
  protected void validate() {
    Checks.options(this);
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    config.computeIfPresent("learning_rate", (k, given) -> Scalars.rate(given, custom));
    if (config.remove("is_legacy_optimizer") instanceof Boolean b) {
      legacy = b;
    }
    return config;
  }

  /** Returns the Keras config; the learning rate is the one of this moment, as float32 keeps it. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("name", name());
    if (!(rate instanceof LearningRateSchedule)) {
      config.put("learning_rate", (double) (float) learningRate());
    }
    if (legacy != null) {
      config.put("is_legacy_optimizer", legacy);
    }
    return config;
  }

  /** Whether steps are those of tf_keras, that is Keras 2: what its files are compiled with. */
  public final boolean isOfKeras2() {
    return legacy != null;
  }

  /** Whether steps are those of tf_keras' optimizers before 2.11, now {@code legacy}. */
  final boolean isLegacy() {
    return Boolean.TRUE.equals(legacy);
  }

  final Object rate() {
    return rate;
  }

  final void schedule(LearningRateSchedule schedule) {
    requireOpen();
    rate = schedule;
    rateVariable = null;
  }

  final void exclude(Collection<Variable> variables, Collection<String> names) {
    requireOpen();
    decay = WeightDecay.without(variables, names);
  }

  // ---------------------------------------------------------------- state

  /** Returns the learning rate of this moment; a schedule's is that of the next step. */
  public double learningRate() {
    if (rate instanceof LearningRateSchedule schedule) {
      return Scalars.rate(schedule, Scalars.integer(head()));
    }
    Variable v = rateVariable;
    return v == null ? ((Number) rate).doubleValue() : v.value().floats()[0];
  }

  /**
   * Sets the learning rate, at any time; the next step uses it.
   *
   * @throws IllegalStateException where a schedule decides the rate
   */
  public void learningRate(double newRate) {
    if (rate instanceof LearningRateSchedule) {
      throw new IllegalStateException(
          ("%s: its learning rate follows a schedule (%s) and cannot be set. To set it, construct "
                  + "the optimizer with a number as learning rate.")
              .formatted(this, rate));
    }
    rate = newRate;
    if (rateVariable != null) {
      rateVariable.assign(Scalars.of((float) newRate));
    }
  }

  /** Returns how many steps were taken; with gradient accumulation, how many updates were made. */
  public long iterations() {
    long steps = Scalars.integer(head());
    return accumulates() ? steps / accumulation() : steps;
  }

  /** Returns the optimizer's state in Keras' order: iteration, learning rate unless a schedule. */
  public final List<Variable> variables() {
    List<Variable> all = new ArrayList<>();
    all.add(head());
    if (rateVariable != null) {
      all.add(rateVariable);
    }
    all.addAll(slots);
    return Collections.unmodifiableList(all);
  }

  /** Makes the iteration count and the learning rate, at first need. */
  private synchronized Variable head() {
    Variable count = iteration;
    if (count == null) {
      count = Variable.state(path("iteration"), Shape.scalar(), DType.INT64, new Zeros());
      count.assign(Scalars.of(0L));
      iteration = count;
    }
    if (rateVariable == null && rate instanceof Number n) {
      Variable v =
          Variable.state(path("learning_rate"), Shape.scalar(), DType.FLOAT32, new Zeros());
      v.assign(Scalars.of(n.floatValue()));
      rateVariable = v;
    }
    return count;
  }

  private String path(String variable) {
    return name() + "/" + variable;
  }

  /** Makes the state for the variables to be trained; does nothing the second time. */
  public final void build(List<Variable> trainable) {
    if (this.trainable != null) {
      return;
    }
    closeOptions();
    validate();
    head();
    if (useEma) {
      averages = addSlots(trainable, "average");
    }
    if (accumulates()) {
      accumulators = addSlots(trainable, "gradient_accumulator");
    }
    this.trainable = List.copyOf(trainable);
    buildSlots(this.trainable);
  }

  /** Whether the state is made. */
  public final boolean isBuilt() {
    return trainable != null;
  }

  /** Makes the state of the algorithm, with {@link #addSlots} and {@link #addVariable}. */
  protected void buildSlots(List<Variable> trainable) {}

  /** Makes one more variable, of zeros, for each one trained; returns it by that one. */
  protected final Map<Variable, Variable> addSlots(List<Variable> trainable, String name) {
    return addSlots(trainable, List.of(name)).get(0);
  }

  /** Makes several more variables, of zeros, for each one trained; all of one, then the next. */
  protected final List<Map<Variable, Variable>> addSlots(
      List<Variable> trainable, List<String> names) {
    List<Map<Variable, Variable>> all = new ArrayList<>();
    names.forEach(n -> all.add(new LinkedHashMap<>()));
    for (Variable v : trainable) {
      for (int i = 0; i < names.size(); i++) {
        String slot = v.path().replace('/', '_') + "_" + names.get(i);
        all.get(i).put(v, addVariable(slot, v.shape(), v.dtype(), new Zeros()));
      }
    }
    return all;
  }

  /** Makes one more variable of the optimizer's own. */
  protected final Variable addVariable(
      String name, Shape shape, DType dtype, Initializer initializer) {
    Variable v = Variable.state(path(name), shape, dtype, initializer);
    slots.add(v);
    return v;
  }

  // ---------------------------------------------------------------- a step

  /** Scales a loss before its gradients are taken, where a loss scale factor is set. */
  public Expr scaleLoss(Expr loss) {
    return lossScaleFactor == null ? loss : loss.mul(lossScaleFactor);
  }

  /**
   * Moves one variable: assigns it, and the optimizer's state for it, through {@code ctx}.
   *
   * @param gradient of the variable's dtype, clipped
   * @param rate the learning rate, of the variable's dtype
   */
  protected abstract void update(Variable v, Expr gradient, Expr rate, CallContext ctx);

  /**
   * Returns a gradient's square. Of rows that were gathered, as an Embedding's are, Keras 3 squares
   * each before it sums those of the same number; Keras 2 sums first.
   */
  protected final Expr square(Expr gradient) {
    return isOfKeras2() ? gradient.square() : Rows.map(gradient, Expr::square);
  }

  /** Returns the number of updates made before this one, an int64 scalar. */
  protected final Expr iterations(CallContext ctx) {
    Expr steps = ctx.readRaw(head());
    return accumulates()
        ? ctx.of(ctx.tf().math.floorDiv(steps, steps.constant(accumulation())))
        : steps;
  }

  /**
   * Takes one step, in the function being built: scales and accumulates the gradients, clips them,
   * decays the weights, updates them, projects them and averages them.
   *
   * @param variables among those the optimizer was built with; builds it if it is not
   * @param gradients one for each variable; null where the loss does not depend on it
   */
  public final void apply(
      List<Variable> variables, List<@Nullable Expr> gradients, CallContext ctx) {
    if (gradients.isEmpty()) {
      return;
    }
    build(variables);
    Checks.gradients(this, variables, gradients, trained());
    Gradients given = Gradients.of(variables, gradients, lossScaleFactor);
    MovingAverage average =
        useEma ? MovingAverage.of(this, averages, given.variables(), ctx) : null;
    if (accumulates()) {
      new Accumulation(accumulators, accumulation())
          .step(
              given.variables(), given.values(), ctx.readRaw(head()), stateful(), this::step, ctx);
    } else {
      step(given.variables(), given.values(), ctx);
    }
    if (average != null) {
      average.step(iterations(ctx), ctx);
    }
    for (Variable v : given.variables()) {
      if (v.constraint() != null) {
        ctx.assign(v, v.constraint().call(ctx.readRaw(v)));
      }
    }
    Expr count = ctx.readRaw(head());
    ctx.assign(head(), count.add(1));
  }

  /** What an update may change. */
  private List<Variable> stateful() {
    return Stream.concat(trained().stream(), slots.stream()).toList();
  }

  private void step(List<Variable> variables, List<Expr> gradients, CallContext ctx) {
    List<Expr> clipped = Clipping.clip(gradients, clipnorm, globalClipnorm, clipvalue);
    Expr now = rate(ctx);
    if (weightDecay != null) {
      decay.step(variables, weightDecay, now, ctx);
    }
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      update(v, clipped.get(i).cast(v.dtype()), now.cast(v.dtype()), ctx);
    }
  }

  private Expr rate(CallContext ctx) {
    Variable v = rateVariable;
    if (rate instanceof LearningRateSchedule schedule) {
      return schedule.call(ctx.readRaw(head()));
    } else if (v == null) {
      throw new IllegalStateException(this + " has no learning rate before it is built.");
    }
    return ctx.readRaw(v);
  }

  private boolean accumulates() {
    return accumulation() != 0;
  }

  private int accumulation() {
    return gradientAccumulationSteps == null ? 0 : gradientAccumulationSteps;
  }

  private List<Variable> trained() {
    return trainable == null ? List.of() : trainable;
  }

  /** Makes the state what files must hold: averages before Keras 2's first step are the weights. */
  public final void settleState() {
    if (isOfKeras2() && !averages.isEmpty() && Scalars.integer(head()) == 0) {
      Values.write(List.copyOf(averages.values()), Values.read(List.copyOf(averages.keySet())));
    }
  }

  /** Gives the trained variables their final values: their moving averages, where kept. */
  public void finalizeVariableValues() {
    if (useEma && isBuilt()) {
      Values.write(List.copyOf(averages.keySet()), Values.read(List.copyOf(averages.values())));
    }
  }
}
