package keras.bits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.WorkspaceRef;
import keras.metrics.Metric;
import keras.metrics.ReductionMetric;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** golden/function_cases/metrics.py in Java. */
final class MetricCases {
  private MetricCases() {}

  /** The variables and the result after each update. */
  static Map<String, HostTensor> compute(FunctionCase c) {
    Metric metric = c.objectAsMade(Metric.class);
    Map<String, HostTensor> out = new LinkedHashMap<>();
    try (WorkspaceRef home = new WorkspaceRef()) {
      int i = 0;
      for (FunctionCase update : c.members("updates")) {
        out.put("result " + i, update(home, metric, update));
        List<HostTensor> state = Values.read(metric.variables());
        for (int v = 0; v < state.size(); v++) {
          out.put("variable " + v + " " + i, state.get(v));
        }
        i++;
      }
    }
    return out;
  }

  static Map<String, HostTensor> expected(FunctionCase c) {
    Map<String, HostTensor> out = new LinkedHashMap<>();
    int i = 0;
    for (FunctionCase update : c.members("updates")) {
      out.put("result " + i, update.array("result"));
      int v = 0;
      for (FunctionCase variable : update.members("variables")) {
        out.put("variable " + v++ + " " + i, variable.array("value"));
      }
      i++;
    }
    return out;
  }

  private static HostTensor update(WorkspaceRef home, Metric metric, FunctionCase c) {
    List<HostTensor> inputs = new ArrayList<>();
    int values = LossCases.add(c, "values", inputs);
    int yTrue = LossCases.add(c, "y_true", inputs);
    int yPred = LossCases.add(c, "y_pred", inputs);
    int weight = LossCases.add(c, "sample_weight", inputs);
    int mask = LossCases.add(c, "mask", inputs);
    return Graphs.run(
            home,
            inputs,
            Integer.valueOf(1).equals(metric.config().getOrDefault("axis", 1)),
            metric.variables(),
            (ctx, in) -> {
              Expr w = at(in, weight);
              if (metric instanceof ReductionMetric<?> reduction && values >= 0) {
                reduction.update(in.get(values), w, ctx);
              } else {
                metric.updateState(in.get(yTrue), in.get(yPred).withMask(at(in, mask)), w, ctx);
              }
              return List.of(metric.result(ctx));
            })
        .get(0);
  }

  private static @Nullable Expr at(List<Expr> in, int index) {
    return index < 0 ? null : in.get(index);
  }
}
