package keras.bits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.constraints.Constraint;
import keras.constraints.MaxNorm;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.golden.ArrayJson;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.optimizers.GradientOptimizer;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/** golden/function_cases/optimizers.py in Java, but for its sparse gradients. */
final class OptimizerCases {
  private OptimizerCases() {}

  /** Whether every gradient is dense or missing. */
  static boolean isDense(FunctionCase c) {
    return !c.text("kind").equals("sparse");
  }

  /** The trained variables after each step, then the optimizer's, then the final values. */
  static Map<String, HostTensor> compute(FunctionCase c) {
    Optimizer optimizer = c.object(Optimizer.class);
    if (c.text("kind").equals("bias without decay")) {
      ((GradientOptimizer<?>) optimizer).excludeFromWeightDecay("bias");
    }
    Constraint constraint = c.text("kind").equals("constraint") ? new MaxNorm(0.6) : null;
    List<Variable> variables = new ArrayList<>();
    for (FunctionCase v : c.members("variables")) {
      HostTensor start = v.array("value");
      Variable variable =
          new Variable(
              v.text("path"), start.shape(), start.dtype(), new Zeros(), true, null, constraint);
      variable.assign(start);
      variables.add(variable);
    }
    Map<String, HostTensor> out = new LinkedHashMap<>();
    try (WorkspaceRef home = new WorkspaceRef()) {
      GraphFunction step = step(home, optimizer, variables, c.members("steps").get(0));
      int i = 0;
      for (FunctionCase s : c.members("steps")) {
        Graphs.run(step, s.arrays("gradients").stream().filter(Objects::nonNull).toList());
        put(out, "step " + i++, variables);
      }
      put(out, "optimizer", optimizer.variables());
      optimizer.finalizeVariableValues();
      put(out, "finalized", variables);
    }
    return out;
  }

  private static GraphFunction step(
      WorkspaceRef home, Optimizer optimizer, List<Variable> variables, FunctionCase first) {
    List<@Nullable HostTensor> gradients = first.arrays("gradients");
    List<TensorSpec> specs = new ArrayList<>();
    for (HostTensor g : gradients) {
      if (g != null) {
        specs.add(Graphs.spec(g, false));
      }
    }
    optimizer.build(variables);
    List<Variable> all = new ArrayList<>(variables);
    all.addAll(optimizer.variables());
    return new GraphFunction(
        home,
        "step",
        true,
        specs,
        all,
        (ctx, in) -> {
          List<@Nullable Expr> fed = new ArrayList<>();
          int next = 0;
          for (HostTensor g : gradients) {
            fed.add(g == null ? null : in.get(next++));
          }
          optimizer.apply(variables, fed, ctx);
          return List.of();
        });
  }

  private static void put(Map<String, HostTensor> out, String key, List<Variable> variables) {
    List<HostTensor> values = Values.read(variables);
    for (int i = 0; i < values.size(); i++) {
      out.put(key + " " + i, values.get(i));
    }
  }

  static Map<String, HostTensor> expected(FunctionCase c) {
    Map<String, HostTensor> out = new LinkedHashMap<>();
    int i = 0;
    for (FunctionCase s : c.members("steps")) {
      put(out, "step " + i++, s.list("values"));
    }
    List<@Nullable Object> own = new ArrayList<>();
    c.members("optimizer_variables").forEach(v -> own.add(v.json().get("value")));
    put(out, "optimizer", (Iterable<?>) own);
    put(out, "finalized", c.list("finalized"));
    return out;
  }

  private static void put(Map<String, HostTensor> out, String key, Iterable<?> arrays) {
    int i = 0;
    for (Object array : arrays) {
      out.put(key + " " + i++, ArrayJson.decode(array));
    }
  }
}
