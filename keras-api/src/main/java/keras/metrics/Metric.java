package keras.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.Described;
import keras.config.Functions;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.DTypePolicy;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A number that is followed over the batches of an epoch, or several in an array, kept in
 * variables.
 *
 * <p>A metric of one's own is a function of which the mean is followed, or a class that adds its
 * variables in {@link #build()}, or in {@link #build(Shape, Shape)} where shapes decide theirs. All
 * variables start every epoch at their initializers' values:
 *
 * <pre>{@code
 * Metric m = Metric.of("worst", (yTrue, yPred) -> yTrue.sub(yPred).abs().max(-1));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/metrics/metric.py}.
 */
public abstract class Metric extends KerasObject implements Deferred, Saveable {
  @Arg private @Nullable String name;
  @Arg private @Nullable String dtype;

  private final List<Variable> variables = new ArrayList<>();
  private @Nullable String scope;
  private boolean built;
  private boolean builtForShapes;

  /** Makes a metric that takes its name from its class. */
  protected Metric() {
    ConstructionOrder.enrol(this);
  }

  /** Makes a metric with a name. */
  protected Metric(String name) {
    this.name = name;
  }

  /** Names the metric: its key in the history. */
  public Metric name(String name) {
    requireOpen();
    this.name = name;
    return this;
  }

  /** Returns the name; made from the class's where none was given. */
  public final String name() {
    if (name == null) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
    return name == null ? getClass().getSimpleName() : name;
  }

  /** Names the metric after the id it was asked by; its variables keep the name it had. */
  final Metric renamed(String id) {
    scope = name();
    name = id;
    return this;
  }

  /**
   * Sets the dtype of the state and the result, as in {@code "float64"}; null means the metric's
   * own.
   */
  public Metric dtype(@Nullable String dtype) {
    requireOpen();
    this.dtype = dtype;
    validate();
    return this;
  }

  /** Returns the dtype that is used where none is set. */
  DType defaultDtype() {
    return DType.FLOAT32;
  }

  /** Returns the dtype of the state and the result. */
  public final DType dtype() {
    return dtype == null ? defaultDtype() : new DTypePolicy(dtype).computeDtype();
  }

  @Override
  protected void validate() {
    dtype();
  }

  @Override
  public void takeTurn() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
  }

  /** Adds the variables that no shape decides; called once, before anything reads them. */
  protected void build() {}

  /**
   * Adds the variables whose shapes those of targets and predictions decide; called once, before
   * the first update.
   *
   * @param yTrue the shape of targets, as in {@code (None, 1)}
   * @param yPred the shape of predictions, as in {@code (None, classes)}
   */
  protected void build(Shape yTrue, Shape yPred) {}

  /** Adds a variable of the metric's dtype. */
  protected final Variable addVariable(String name, Shape shape, Initializer initializer) {
    return addVariable(name, shape, dtype(), initializer);
  }

  /** Adds a variable. */
  protected final Variable addVariable(
      String name, Shape shape, DType dtype, Initializer initializer) {
    String owner = scope == null ? name() : scope;
    Variable v = Variable.state(owner.replace('/', '>') + "/" + name, shape, dtype, initializer);
    variables.add(v.autocast(false));
    return v;
  }

  /**
   * Returns the variables, in the order in which they were added; before the first update, those
   * alone that no shape decides.
   */
  public final synchronized List<Variable> variables() {
    if (!built) {
      closeOptions();
      built = true;
      build();
    }
    return List.copyOf(variables);
  }

  /** Returns nothing: a metric has variables alone. */
  @Override
  public final Map<String, Saveable> children() {
    return Map.of();
  }

  @Override
  public final List<Variable> ownVariables() {
    return variables();
  }

  private synchronized void buildFor(Shape yTrue, Shape yPred) {
    variables();
    if (!builtForShapes) {
      build(yTrue, yPred);
      builtForShapes = true;
    }
  }

  /**
   * Takes a batch into account, as Keras' {@code update_state}; the first one builds the metric.
   *
   * @param weight what samples count for; null if all count alike
   */
  public final void updateState(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    buildFor(yTrue.shape(), yPred.shape());
    update(yTrue, yPred, weight, ctx);
  }

  /** Takes a batch into account; callers say {@link #updateState}, which builds the metric. */
  protected abstract void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx);

  /**
   * Returns the metric's value of everything it took into account: a scalar, or one number a class
   * or a threshold, {@code (n)}, which logs and histories then hold as an array.
   */
  public abstract Expr result(CallContext ctx);

  /**
   * Returns the metric with a Keras id or alias; {@code "accuracy"} and {@code "acc"} are the
   * binary, the sparse or the categorical one, by the shapes. The id becomes the metric's name.
   *
   * <p>Keras: {@code keras/src/trainers/compile_utils.py}.
   */
  public static Metric get(String id, Shape yTrue, Shape yPred) {
    return Metrics.get(id, yTrue, yPred);
  }

  /** Returns a new metric of the same class and options, with a state of its own. */
  public Metric copy() {
    return Configs.again(this);
  }

  /**
   * Makes a metric that is the mean of a function of targets and predictions.
   *
   * @param name its key in the history, and by which files call the function
   */
  public static Metric of(String name, BinaryOperator<Expr> function) {
    return new OfFunction(name, name, function);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("name", name());
    config.put("dtype", dtype().id());
    return config;
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(getClass().getSimpleName(), name());
  }

  private static final class OfFunction extends MeanMetricWrapper<OfFunction> implements Described {
    private final String id;
    private final BinaryOperator<Expr> function;

    OfFunction(String id, String name, BinaryOperator<Expr> function) {
      super(name);
      this.id = id;
      this.function = function;
    }

    @Override
    Expr function(Expr yTrue, Expr yPred) {
      return function.apply(yTrue, yPred);
    }

    @Override
    public Metric copy() {
      return new OfFunction(id, name(), function).dtype(dtype().id());
    }

    @Override
    public Map<String, @Nullable Object> description() {
      return Functions.description(id);
    }

    @Override
    public KerasObject anew() {
      return copy();
    }

    @Override
    public String toString() {
      return name();
    }
  }
}
