package keras.trainers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the outputs, under the names that the logs have.
 *
 * <p>Keras: {@code keras/src/trainers/compile_utils.py}, {@code CompileMetrics}.
 */
final class CompiledMetrics {
  /** A metric of one output; one given twice is updated twice. */
  record Tracked(String name, Metric metric, int output, boolean weighted) {}

  private final List<Tracked> all = new ArrayList<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final @Nullable List<String> names;

  /**
   * Makes no metrics yet.
   *
   * @param names of the outputs; null where they have none
   */
  CompiledMetrics(@Nullable List<String> names) {
    this.names = names;
  }

  /** Makes the metrics of names and objects: what compile was given as metrics. */
  void add(@Nullable Object given, boolean weighted, List<@Nullable Expr> yTrue, List<Expr> yPred) {
    String key = weighted ? "weighted_metrics" : "metrics";
    List<List<Object>> perOutput = PerOutput.metrics(key, given, names, yPred.size());
    for (int i = 0; i < perOutput.size(); i++) {
      for (Object spec : perOutput.get(i)) {
        Metric metric =
            spec instanceof Metric m
                ? m
                : spec instanceof Loss loss
                    ? Metric.of(loss.name(), (y, p) -> loss.apply(y, p, null))
                    : Metric.get((String) spec, target(yTrue, i).shape(), yPred.get(i).shape());
        all.add(new Tracked(logName(metric, i, weighted), metric, i, weighted));
      }
    }
  }

  private String logName(Metric metric, int output, boolean weighted) {
    String prefix = names == null || names.size() == 1 ? "" : names.get(output) + "_";
    String name = prefix + metric.name();
    if (weighted && used.containsKey(name)) {
      name = prefix + "weighted_" + metric.name();
    }
    int again = used.merge(name, 1, Integer::sum) - 1;
    return again == 0 ? name : name + "_" + again;
  }

  private Expr target(List<@Nullable Expr> yTrue, int output) {
    Expr y = yTrue.get(output);
    if (y == null) {
      throw new IllegalArgumentException(
          "The metrics of output %s need targets. Received: y=null."
              .formatted(names == null ? output : "'" + names.get(output) + "'"));
    }
    return y;
  }

  void update(Targets targets, List<Expr> yPred, CallContext ctx) {
    for (Tracked t : all) {
      Expr y = target(targets.y(), t.output());
      Expr p = yPred.get(t.output());
      Expr weight = t.weighted() ? targets.weights().get(t.output()) : null;
      ctx.attribute(
          t.metric(),
          List.of(y, p),
          () -> {
            t.metric().updateState(y, p, weight, ctx);
            return t.metric().variables().stream().map(ctx::readRaw).toList();
          });
    }
  }

  List<Tracked> all() {
    return all;
  }
}
