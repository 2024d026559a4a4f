package keras.optimizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.CustomObjects;
import keras.config.Deferred;
import keras.config.KerasNames;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Changes variables along the gradients of a loss, step by step.
 *
 * <p>An algorithm of one's own extends {@link GradientOptimizer}; an optimizer of optimizers
 * extends this class, names the others in {@link #children} and hands its steps on to their {@link
 * #applyGradients}.
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
public abstract class Optimizer extends KerasObject implements Deferred, Saveable {
  @Arg @Nullable String name;

  /** Null for the steps of Keras 3; else those of Keras 2, of its older optimizers where true. */
  @Nullable Boolean legacy;

  final OptimizerState state;
  private @Nullable List<Variable> trainable;

  /** Makes an optimizer whose own learning rate means nothing; Keras has it as 0. */
  protected Optimizer() {
    this(0);
  }

  Optimizer(double learningRate) {
    state = new OptimizerState(this::name, learningRate);
    ConstructionOrder.enrol(this);
  }

  /** Returns a new optimizer with a Keras name, as in {@code "sgd"} or {@code "Adam"}. */
  public static Optimizer get(String id) {
    return KerasNames.make(
        "optimizers",
        id.toLowerCase(Locale.ROOT),
        Optimizer.class,
        "optimizer",
        "Or write it as a class of your own.");
  }

  /**
   * Returns what stands for an optimizer that a file names and that cannot be made here; for
   * formats. It keeps the file's config, and refuses to step.
   *
   * @param spec {@code {module, class_name, config}}
   * @param why it cannot be made, a sentence
   */
  public static Optimizer missing(Map<String, ? extends @Nullable Object> spec, String why) {
    return new MissingOptimizer(spec, why);
  }

  /** Whether this only stands for an optimizer that a file names and that is not here. */
  public boolean isMissing() {
    return false;
  }

  // ---------------------------------------------------------------- name and config

  @Override
  public void takeTurn() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
  }

  /** Returns the name, which starts the paths of the optimizer's variables. */
  public final String name() {
    if (name == null) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
    return name == null ? getClass().getSimpleName() : name;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (config.remove("is_legacy_optimizer") instanceof Boolean b) {
      legacy = b;
    }
    return config;
  }

  /** Returns the Keras config. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("name", name());
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

  // ---------------------------------------------------------------- state

  /** Makes the state for the variables to be trained; does nothing the second time. */
  public final void build(List<Variable> trainable) {
    if (this.trainable != null) {
      return;
    }
    closeOptions();
    validate();
    state.iteration();
    this.trainable = List.copyOf(trainable);
    buildState(this.trainable);
  }

  /** Whether the state is made. */
  public final boolean isBuilt() {
    return trainable != null;
  }

  /** Returns the variables that the optimizer was built for; none before. */
  public final List<Variable> trainable() {
    return trainable == null ? List.of() : trainable;
  }

  /** Makes the optimizer's own state, with {@link #addVariable}, and builds its children. */
  protected abstract void buildState(List<Variable> trainable);

  /** Makes one more variable of the optimizer's own. */
  protected final Variable addVariable(
      String name, Shape shape, DType dtype, Initializer initializer) {
    return state.add(name, shape, dtype, initializer);
  }

  /** Returns the optimizers that this one steps with, by what Keras' files call them. */
  @Override
  public Map<String, Optimizer> children() {
    return Map.of();
  }

  /** Returns the state in Keras' order: the iteration count, its own, then its children's. */
  public final List<Variable> variables() {
    List<Variable> all = new ArrayList<>(ownVariables());
    children().values().forEach(child -> all.addAll(child.variables()));
    return Collections.unmodifiableList(all);
  }

  /** Returns the state but for that of its children. */
  @Override
  public final List<Variable> ownVariables() {
    return state.all();
  }

  /** Returns the learning rate of this moment; a schedule's is that of the next step. */
  public abstract double learningRate();

  /**
   * Sets the learning rate, at any time; the next step uses it.
   *
   * @throws IllegalStateException where it is not a number of this optimizer's
   */
  public abstract void learningRate(double newRate);

  /** Returns how many steps were taken; with gradient accumulation, how many updates were made. */
  public abstract long iterations();

  // ---------------------------------------------------------------- a step

  /** Returns what is minimised instead of a loss; the gradients are then scaled back in a step. */
  public Expr scaleLoss(Expr loss, CallContext ctx) {
    return loss;
  }

  /**
   * Takes one step against the gradients of a loss, in the function being built.
   *
   * @param loss a scalar
   * @param variables among those the optimizer was built with; builds it if it is not
   */
  public final void minimize(Expr loss, List<Variable> variables, CallContext ctx) {
    build(variables);
    apply(variables, ctx.gradients(scaleLoss(loss, ctx), variables), ctx);
  }

  /**
   * Takes one step, in the function being built.
   *
   * @param variables among those the optimizer was built with; builds it if it is not
   * @param gradients one for each variable; null where the loss does not depend on it
   */
  public final void apply(
      List<Variable> variables, List<? extends @Nullable Expr> gradients, CallContext ctx) {
    List<@Nullable Gradient> all = new ArrayList<>();
    gradients.forEach(g -> all.add(g == null ? null : Gradient.of(g, ctx)));
    applyGradients(variables, all, ctx);
  }

  /**
   * Takes one step, in the function being built.
   *
   * @param variables among those the optimizer was built with; builds it if it is not
   * @param gradients one for each variable; null where the loss does not depend on it
   */
  public final void applyGradients(
      List<Variable> variables, List<? extends @Nullable Gradient> gradients, CallContext ctx) {
    if (gradients.isEmpty()) {
      return;
    }
    build(variables);
    Checks.gradients(this, variables, gradients, trainable());
    step(variables, new ArrayList<>(gradients), ctx);
  }

  /**
   * Takes one step: assigns the variables, the optimizer's state and its children's through {@code
   * ctx}.
   *
   * @param gradients one for each variable; not all are null
   */
  protected abstract void step(
      List<Variable> variables, List<@Nullable Gradient> gradients, CallContext ctx);

  /** Sets by what the loss is multiplied; only the outermost optimizer scales it. */
  void lossScale(@Nullable Double factor) {
    children().values().forEach(child -> child.lossScale(factor));
  }

  /** Makes the state what files must hold: averages before Keras 2's first step are the weights. */
  public void settleState() {
    children().values().forEach(Optimizer::settleState);
  }

  /** Gives the trained variables their final values: their moving averages, where kept. */
  public void finalizeVariableValues() {
    children().values().forEach(Optimizer::finalizeVariableValues);
  }

  /** Whether the moving averages of weights are kept, and made. */
  public boolean keepsAverages() {
    return children().values().stream().anyMatch(Optimizer::keepsAverages);
  }

  /** Puts the moving averages in the place of the trained variables, and these in theirs. */
  public void swapWeightsWithAverages() {
    children().values().forEach(Optimizer::swapWeightsWithAverages);
  }

  /** Makes the moving averages what the trained variables are. */
  public void copyWeightsToAverages() {
    children().values().forEach(Optimizer::copyWeightsToAverages);
  }
}
