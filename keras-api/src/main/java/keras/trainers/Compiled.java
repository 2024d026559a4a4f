package keras.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.engine.CallContext;
import keras.losses.Loss;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.optimizers.LossScaleOptimizer;
import keras.optimizers.Optimizer;
import keras.trainers.CompiledMetrics.Tracked;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@code compile} was given, resolved against the model's outputs when the first batch shows
 * the targets.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}, {@code keras/src/trainers/compile_utils.py}.
 */
final class Compiled {
  static final Shape COLUMN = Shape.of(-1, 1);

  private final Compile options;
  private final Optimizer given;
  private final Optimizer optimizer;
  private final Mean lossTracker = new Mean().name("loss");
  private final Kept<CompiledLosses> losses;
  private final Kept<CompiledMetrics> metrics;

  /** What the options with a loss, or with metrics, become when the first batch shows targets. */
  private static final class Kept<T> {
    final Compile from;
    @Nullable T resolved;

    Kept(Compile from) {
      this.from = from;
    }
  }

  /**
   * Checks what can be checked before the targets are seen.
   *
   * @param scales whether the loss is scaled, by an optimizer around the given one
   * @param names of the outputs; null where they are not known yet, or have none
   * @param before what the model was compiled with before, whose loss stays where {@code options}
   *     have none, and whose metrics stay where they have none
   */
  Compiled(
      Compile options, boolean scales, @Nullable List<String> names, @Nullable Compiled before) {
    this.options = options;
    this.losses = before != null && options.loss == null ? before.losses : new Kept<>(options);
    this.metrics =
        before != null && options.metrics == null && options.weightedMetrics == null
            ? before.metrics
            : new Kept<>(options);
    this.given =
        options.optimizer instanceof Optimizer o ? o : Optimizer.get((String) options.optimizer);
    this.optimizer =
        scales && !(given instanceof LossScaleOptimizer)
            ? new LossScaleOptimizer(given).name("loss_scale_optimizer")
            : given;
    check("loss", options.loss, Loss.class, name -> Loss.get(name, COLUMN, COLUMN));
    check("metrics", options.metrics, Metric.class, name -> Metric.get(name, COLUMN, COLUMN));
    check(
        "weighted_metrics",
        options.weightedMetrics,
        Metric.class,
        name -> Metric.get(name, COLUMN, COLUMN));
    if (names != null) {
      int n = names.size();
      PerOutput.weights(
          options.lossWeights,
          options.loss,
          names,
          PerOutput.losses(options.loss, names, n).size());
      PerOutput.metrics("metrics", options.metrics, names, n);
      PerOutput.metrics("weighted_metrics", options.weightedMetrics, names, n);
    }
  }

  private static void check(
      String key,
      @Nullable Object given,
      Class<? extends KerasObject> type,
      Function<String, ?> maker) {
    if (given instanceof String name) {
      OptionChecks.named("compile", name, maker);
    } else if (given instanceof List<?> l) {
      l.forEach(x -> check(key, x, type, maker));
    } else if (given instanceof Map<?, ?> m) {
      m.values().forEach(x -> check(key, x, type, maker));
    } else if (given != null
        && !type.isInstance(given)
        && !(type == Metric.class && given instanceof Loss)) {
      throw new IllegalArgumentException(
          "compile: `%s` expects names and objects of the class %s. Received: %s."
              .formatted(key, type.getSimpleName(), given));
    }
  }

  Compile options() {
    return options;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  int stepsPerExecution() {
    return options.stepsPerExecution;
  }

  boolean hasLoss() {
    return losses.from.loss != null;
  }

  /**
   * Gives each output its target and weights, and fixes losses and metrics the first time.
   *
   * @param who the model, for messages
   * @param names of the outputs, null where they have none
   */
  Targets resolve(
      String who,
      @Nullable List<String> names,
      List<Expr> y,
      List<Expr> weights,
      List<Expr> yPred) {
    int n = yPred.size();
    List<@Nullable Object> given = PerOutput.losses(losses.from.loss, names, n);
    Targets targets = Targets.of(who, names, given, y, weights);
    if (optimizer.isOfKeras2()) {
      targets = targets.asColumns(yPred);
    }
    CompiledLosses resolved =
        losses.resolved != null
            ? losses.resolved
            : new CompiledLosses(
                names,
                given,
                PerOutput.weights(losses.from.lossWeights, losses.from.loss, names, n),
                targets.y(),
                yPred);
    CompiledMetrics all = metrics.resolved;
    if (all == null) {
      all = new CompiledMetrics(names);
      all.add(metrics.from.metrics, false, targets.y(), yPred);
      all.add(metrics.from.weightedMetrics, true, targets.y(), yPred);
    }
    losses.resolved = resolved; // both or neither: what fails here fails again
    metrics.resolved = all;
    return targets;
  }

  /**
   * Returns the total of the outputs' losses and updates their trackers: in Keras 2 by the number
   * of samples, in Keras 3 all batches alike.
   */
  @Nullable Expr loss(Targets targets, List<Expr> yPred, Expr batch, CallContext ctx) {
    return losses.resolved == null
        ? null
        : losses.resolved.total(targets, yPred, optimizer.isOfKeras2() ? batch : null, ctx);
  }

  void trackLoss(Expr loss, Expr batch, CallContext ctx) {
    lossTracker.update(
        loss, optimizer.isOfKeras2() ? CompiledLosses.each(batch, loss) : batch, ctx);
  }

  void updateMetrics(Targets targets, List<Expr> yPred, CallContext ctx) {
    if (metrics.resolved != null) {
      metrics.resolved.update(targets, yPred, ctx);
    }
  }

  private List<Mean> lossTrackers() {
    return losses.resolved == null ? List.of() : losses.resolved.trackers();
  }

  private List<Tracked> tracked() {
    return metrics.resolved == null ? List.of() : metrics.resolved.all();
  }

  /** What is followed, by the names of the logs; of two values with one name the later counts. */
  Map<String, Metric> named() {
    Map<String, Metric> named = new LinkedHashMap<>();
    named.put("loss", lossTracker);
    tracked().forEach(t -> named.put(t.name(), t.metric()));
    lossTrackers().forEach(m -> named.put(m.name(), m));
    return named;
  }

  /** The metrics that compile was given, known once a function is built. */
  List<Metric> metrics() {
    return tracked().stream().map(Tracked::metric).distinct().toList();
  }

  /** All that is followed: the loss, the losses of outputs where there are several, metrics. */
  List<Metric> followed() {
    List<Metric> all = new ArrayList<>(List.of(lossTracker));
    all.addAll(lossTrackers());
    all.addAll(metrics());
    return all;
  }

  /** The compile config of Keras 3. */
  Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> c = new LinkedHashMap<>();
    c.put("optimizer", Configs.serialize(given));
    c.put("loss", plain(options.loss));
    c.put("loss_weights", plain(options.lossWeights));
    c.put("metrics", plain(options.metrics));
    c.put("weighted_metrics", plain(options.weightedMetrics));
    c.put("run_eagerly", false);
    c.put("steps_per_execution", options.stepsPerExecution);
    c.put("jit_compile", false);
    return c;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof KerasObject o) {
      return Configs.serialize(o);
    } else if (value instanceof List<?> l) {
      List<@Nullable Object> out = new ArrayList<>();
      l.forEach(x -> out.add(plain(x)));
      return out;
    } else if (value instanceof Map<?, ?> m) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, v) -> out.put(String.valueOf(k), plain(v)));
      return out;
    }
    return value;
  }
}
