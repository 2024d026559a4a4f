package keras.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import keras.config.Configs;
import keras.config.Described;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code model.compile}, by Keras' names.
 *
 * <pre>{@code
 * model.compile(c -> c.optimizer(new SGD(1e-3)).loss("mse", "mse").lossWeights(0.9, 0.1));
 * }</pre>
 *
 * <p>Losses and metrics are given by name or as objects: one for all outputs, one an output in
 * order, or by the output's name.
 *
 * <p>A model that is compiled again without a loss keeps the loss and the loss weights that it had,
 * and one that is compiled again without metrics keeps its metrics: as in Keras 3, which then
 * writes neither to files. {@code metrics()} takes the metrics away.
 *
 * <p>Differs from Keras: loss weights that are given by output name go to these outputs also where
 * the losses are a list; Keras then gives them out in the order of the sorted names.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public final class Compile {
  /** What Keras calls functions that have no name. */
  private static final String UNNAMED = "lambda";

  Object optimizer = "rmsprop";
  @Nullable Object loss;
  @Nullable Object lossWeights;
  @Nullable Object metrics;
  @Nullable Object weightedMetrics;
  @Nullable List<String> outputNames; // null: those of the model
  int stepsPerExecution = 1;
  boolean autoScaleLoss = true;

  /** Makes the options with Keras' defaults. */
  Compile() {}

  /** Returns the same options with an optimizer and metrics that have no state yet. */
  Compile copy() {
    Compile c = new Compile();
    c.optimizer = fresh(optimizer);
    c.loss = loss;
    c.lossWeights = lossWeights;
    c.metrics = each(metrics, Compile::fresh);
    c.weightedMetrics = each(weightedMetrics, Compile::fresh);
    c.outputNames = outputNames;
    c.stepsPerExecution = stepsPerExecution;
    c.autoScaleLoss = autoScaleLoss;
    return c;
  }

  private static Object fresh(Object given) {
    if (given instanceof Metric m) {
      return m.copy();
    } else if (given instanceof Optimizer o) {
      return o instanceof Described d ? d.anew() : Configs.again(o);
    }
    return given;
  }

  /** Metrics in a list; a list or a map that is given alone is that of all of them, as in Keras. */
  private static @Nullable Object followed(@Nullable Object... metrics) {
    boolean whole =
        metrics.length == 1 && (metrics[0] instanceof List<?> || metrics[0] instanceof Map<?, ?>);
    return named(whole ? metrics[0] : Arrays.asList(metrics), Metric::of);
  }

  /** Returns what is given, its functions made losses or metrics as Keras names those unnamed. */
  @SuppressWarnings("unchecked") // no other functions are losses or metrics
  private static @Nullable Object named(
      @Nullable Object given, BiFunction<String, BinaryOperator<Expr>, Object> maker) {
    return each(
        given,
        x ->
            x instanceof BinaryOperator<?> function
                ? maker.apply(UNNAMED, (BinaryOperator<Expr>) function)
                : x);
  }

  /** Returns what is given, with another object for each one in its lists and maps. */
  private static @Nullable Object each(@Nullable Object given, UnaryOperator<Object> other) {
    if (given instanceof List<?> l) {
      List<@Nullable Object> out = new ArrayList<>();
      l.forEach(x -> out.add(each(x, other)));
      return out;
    } else if (given instanceof Map<?, ?> m) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, v) -> out.put(k, each(v, other)));
      return out;
    }
    return given == null ? null : other.apply(given);
  }

  /** Sets the optimizer by name. */
  public Compile optimizer(String name) {
    optimizer = OptionChecks.named("compile", name, Optimizer::get);
    return this;
  }

  /** Sets the optimizer. */
  public Compile optimizer(Optimizer optimizer) {
    this.optimizer = optimizer;
    return this;
  }

  /** Sets the loss by name: one for all outputs, or one an output. */
  public Compile loss(String... names) {
    loss = names.length == 1 ? names[0] : List.of((Object[]) names);
    return this;
  }

  /** Sets the loss: one for all outputs, or one an output. */
  public Compile loss(Loss... losses) {
    loss = losses.length == 1 ? losses[0] : List.of((Object[]) losses);
    return this;
  }

  /** Sets the loss as a function from targets and predictions to the losses of samples. */
  public Compile loss(BinaryOperator<Expr> function) {
    loss = Loss.of(UNNAMED, function);
    return this;
  }

  /**
   * Sets the losses, names, objects or functions of the type {@code BinaryOperator<Expr>}, one an
   * output in order; null for an output without.
   */
  public Compile loss(List<? extends @Nullable Object> perOutput) {
    loss = named(perOutput, Loss::of);
    return this;
  }

  /** Sets the losses, names, objects or functions, by the outputs' names. */
  public Compile loss(Map<String, ?> byOutput) {
    loss = named(byOutput, Loss::of);
    return this;
  }

  /** Sets what each output's loss is multiplied with in the total. */
  public Compile lossWeights(double... weights) {
    lossWeights = Arrays.stream(weights).boxed().toList();
    return this;
  }

  /** Sets what each output's loss is multiplied with in the total, by the outputs' names. */
  public Compile lossWeights(Map<String, Double> byOutput) {
    lossWeights = new LinkedHashMap<>(byOutput);
    return this;
  }

  /**
   * Sets the metrics: names, metrics, losses, of which the mean over batches is followed, or
   * functions of the type {@code BinaryOperator<Expr>}; or one list or map of them. With several
   * outputs: one entry an output, each one of those, a list of them, or null.
   */
  public Compile metrics(@Nullable Object... metrics) {
    this.metrics = followed(metrics);
    return this;
  }

  /** Sets the metric that is the mean of a function of targets and predictions. */
  public Compile metrics(BinaryOperator<Expr> function) {
    return metrics(Metric.of(UNNAMED, function));
  }

  /** Sets the metrics by the outputs' names: each a name, an object or a list of them. */
  public Compile metrics(Map<String, ?> byOutput) {
    this.metrics = named(byOutput, Metric::of);
    return this;
  }

  /** Sets the metrics that sample weights and class weights count in. */
  public Compile weightedMetrics(@Nullable Object... metrics) {
    this.weightedMetrics = followed(metrics);
    return this;
  }

  /** Sets the metrics that weights count in, by the outputs' names. */
  public Compile weightedMetrics(Map<String, ?> byOutput) {
    this.weightedMetrics = named(byOutput, Metric::of);
    return this;
  }

  /**
   * Sets how many steps {@code fit} and {@code evaluate} take in one run of the graph, at least 1:
   * a loop of TensorFlow, whose numbers are those of single steps. Callbacks of batches are called
   * between two runs, with the logs of the last step.
   *
   * <p>Batches whose shapes differ, and those that need more than 32 MB together, take several
   * runs.
   */
  public Compile stepsPerExecution(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "compile: `stepsPerExecution` must be a positive integer. Received:"
              + " stepsPerExecution=%d.".formatted(steps));
    }
    stepsPerExecution = steps;
    return this;
  }

  /** Refuses eager execution; there is none here. */
  public Compile runEagerly(boolean runEagerly) {
    if (runEagerly) {
      throw new UnsupportedOperationException(
          "compile: `run_eagerly=True` is not supported: models run as graphs.");
    }
    return this;
  }

  /** Refuses XLA; Keras' own automatic choice on a CPU is not to use it. */
  public Compile jitCompile(boolean jitCompile) {
    if (jitCompile) {
      throw new UnsupportedOperationException(
          "compile: `jit_compile=True` is not supported; Keras' \"auto\" does not use XLA on a CPU"
              + " either.");
    }
    return this;
  }

  /**
   * Sets whether a model in mixed_float16 scales its loss, by a LossScaleOptimizer around the
   * optimizer, as Keras does by default. Files do not hold it.
   */
  public Compile autoScaleLoss(boolean autoScaleLoss) {
    this.autoScaleLoss = autoScaleLoss;
    return this;
  }
}
