package keras.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.losses.Loss;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@code compile} was given, resolved against the model's outputs when the first batch shows
 * the targets.
 *
 * <p>Keras: {@code keras/src/trainers/compile_utils.py}.
 */
final class Compiled {
  /** A metric of one output, under the name the logs have. */
  private record Tracked(String name, Metric metric, int output, boolean weighted) {}

  private final Compile options;
  private final Optimizer optimizer;
  private final Mean lossTracker = new Mean().name("loss");
  private final List<Mean> lossTrackers = new ArrayList<>();
  private final List<Tracked> tracked = new ArrayList<>();
  private final List<@Nullable Loss> losses = new ArrayList<>();
  private List<@Nullable Double> lossWeights = List.of();
  private List<String> outputNames = List.of();
  private boolean resolved;

  Compiled(Compile options) {
    this.options = options;
    this.optimizer =
        options.optimizer instanceof Optimizer o ? o : Optimizer.get((String) options.optimizer);
    Shape any = Shape.of(-1, 1);
    checkNames(options.loss, name -> Loss.get(name, any, any));
    checkNames(options.metrics, name -> Metric.get(name, any, any));
    checkNames(options.weightedMetrics, name -> Metric.get(name, any, any));
  }

  /** An unknown loss or metric is refused by compile, not by fit. */
  private static void checkNames(@Nullable Object given, Consumer<String> get) {
    if (given instanceof String name) {
      get.accept(name);
    } else if (given instanceof List<?> l) {
      l.forEach(each -> checkNames(each, get));
    } else if (given instanceof Map<?, ?> m) {
      m.values().forEach(each -> checkNames(each, get));
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

  boolean autoScaleLoss() {
    return options.autoScaleLoss;
  }

  boolean hasLoss() {
    return options.loss != null;
  }

  /** Fixes losses and metrics for outputs; once. */
  void resolve(List<String> names, List<Expr> yTrue, List<Expr> yPred) {
    if (resolved) {
      return;
    }
    resolved = true;
    outputNames = List.copyOf(names);
    int n = yPred.size();
    int target = 0;
    for (Object loss : PerOutput.spread("loss", options.loss, names, n, true)) {
      int output = losses.size();
      if (loss instanceof String id) {
        Expr y = targetFor(yTrue, yTrue.size() == n ? output : target);
        losses.add(Loss.get(id, y.shape(), yPred.get(output).shape()));
      } else {
        losses.add((Loss) loss);
      }
      target += loss == null ? 0 : 1;
    }
    List<@Nullable Double> weights = new ArrayList<>();
    for (Object w : PerOutput.spread("loss_weights", options.lossWeights, names, n, false)) {
      weights.add(w == null ? null : ((Number) w).doubleValue());
    }
    lossWeights = weights;
    if (n > 1 && losses.stream().filter(java.util.Objects::nonNull).count() > 1) {
      for (int i = 0; i < n; i++) {
        if (losses.get(i) != null) {
          lossTrackers.add(new Mean().name(names.get(i) + "_loss"));
        }
      }
    }
    Map<String, Integer> used = new LinkedHashMap<>();
    track(options.metrics, false, names, yTrue, yPred, used);
    track(options.weightedMetrics, true, names, yTrue, yPred, used);
  }

  private void track(
      @Nullable Object given,
      boolean weighted,
      List<String> names,
      List<Expr> yTrue,
      List<Expr> yPred,
      Map<String, Integer> used) {
    String key = weighted ? "weighted_metrics" : "metrics";
    List<List<Object>> perOutput = PerOutput.metrics(key, given, names, yPred.size());
    for (int i = 0; i < perOutput.size(); i++) {
      for (Object spec : perOutput.get(i)) {
        Metric metric =
            spec instanceof Metric m
                ? m
                : Metric.get((String) spec, targetFor(yTrue, i).shape(), yPred.get(i).shape());
        String prefix = yPred.size() > 1 ? names.get(i) + "_" : "";
        String name = prefix + metric.name();
        if (weighted && used.containsKey(name)) {
          name = prefix + "weighted_" + metric.name();
        }
        int again = used.merge(name, 1, Integer::sum) - 1;
        tracked.add(new Tracked(again == 0 ? name : name + "_" + again, metric, i, weighted));
      }
    }
  }

  private static Expr targetFor(List<Expr> yTrue, int output) {
    if (yTrue.size() <= output) {
      throw new IllegalArgumentException(
          "model.fit: a metric needs targets for output %d. Received: %d arrays of targets."
              .formatted(output, yTrue.size()));
    }
    return yTrue.get(output);
  }

  /** Returns the total of the outputs' losses and updates their trackers. */
  @Nullable Expr loss(
      List<Expr> yTrue, List<Expr> yPred, List<@Nullable Expr> weights, CallContext ctx) {
    List<Expr> all = new ArrayList<>();
    int trackerIndex = 0;
    int target = 0;
    for (int i = 0; i < yPred.size(); i++) {
      Loss loss = losses.get(i);
      boolean aligned = yTrue.size() == yPred.size();
      if (loss == null) {
        continue;
      }
      Expr y = targetFor(yTrue, aligned ? i : target++);
      Expr value = value(loss, y, yPred.get(i), weights.get(i), ctx);
      Double factor = lossWeights.get(i);
      if (!lossTrackers.isEmpty()) {
        lossTrackers.get(trackerIndex++).update(value, null, ctx);
      }
      all.add(factor == null ? value : value.mul(factor));
    }
    if (all.isEmpty()) {
      return null;
    }
    Expr total = all.get(0);
    for (int i = 1; i < all.size(); i++) {
      total = total.add(all.get(i));
    }
    return total;
  }

  private static Expr value(
      Loss loss, Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    List<Expr> inputs = weight == null ? List.of(yTrue, yPred) : List.of(yTrue, yPred, weight);
    return ctx.attribute(loss, inputs, () -> List.of(loss.apply(yTrue, yPred, weight)))
        .get(0)
        .cast(DType.FLOAT32);
  }

  void trackLoss(Expr loss, Expr batch, CallContext ctx) {
    lossTracker.update(loss, batch, ctx);
  }

  void updateMetrics(
      List<Expr> yTrue, List<Expr> yPred, List<@Nullable Expr> weights, CallContext ctx) {
    for (Tracked t : tracked) {
      Expr y = targetFor(yTrue, t.output());
      Expr p = yPred.get(t.output());
      Expr weight = t.weighted() ? weights.get(t.output()) : null;
      ctx.attribute(
          t.metric(),
          List.of(y, p),
          () -> {
            t.metric().update(y, p, weight, ctx);
            return t.metric().variables().stream().map(ctx::readRaw).toList();
          });
    }
  }

  /** The names of the logs, in Keras' order of metrics. */
  List<String> logNames() {
    List<String> names = new ArrayList<>(List.of("loss"));
    lossTrackers.forEach(m -> names.add(m.name()));
    tracked.forEach(t -> names.add(t.name()));
    return names;
  }

  List<Expr> results(CallContext ctx) {
    List<Expr> out = new ArrayList<>(List.of(lossTracker.result(ctx)));
    lossTrackers.forEach(m -> out.add(m.result(ctx)));
    tracked.forEach(t -> out.add(t.metric().result(ctx)));
    return out;
  }

  List<Variable> metricVariables() {
    List<Variable> all = new ArrayList<>(lossTracker.variables());
    lossTrackers.forEach(m -> all.addAll(m.variables()));
    tracked.stream().distinct().forEach(t -> all.addAll(t.metric().variables()));
    return all.stream().distinct().toList();
  }

  List<String> outputNames() {
    return outputNames;
  }

  /** The compile config of Keras 3. */
  Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> c = new LinkedHashMap<>();
    c.put("optimizer", Configs.serialize(optimizer));
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
