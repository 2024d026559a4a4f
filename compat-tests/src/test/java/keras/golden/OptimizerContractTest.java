package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import keras.Keras;
import keras.constraints.Constraint;
import keras.constraints.MaxNorm;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.initializers.Zeros;
import keras.ops.Core;
import keras.ops.Expr;
import keras.optimizers.GradientOptimizer;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;

/** The contract of optimizers: the variables after each of five steps, and the state at the end. */
class OptimizerContractTest {
  static List<FunctionFixture> optimizers() {
    return FunctionFixture.all("optimizers");
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsAsKeras(FunctionFixture fixture) {
    Optimizer optimizer = fixture.object(Optimizer.class);
    if (fixture.json().text("kind").equals("bias without decay")) {
      ((GradientOptimizer<?>) optimizer).excludeFromWeightDecay("bias");
    }
    List<Variable> variables = variables(fixture);
    try (WorkspaceRef home = new WorkspaceRef()) {
      optimizer.build(variables);
      List<JsonObject> steps = fixture.json().objects("steps");
      GraphFunction function = step(home, optimizer, variables, steps.get(0).list("gradients"));
      int number = 0;
      for (JsonObject step : steps) {
        List<Tensor> feeds =
            arrays(step.list("gradients")).stream().map(HostTensor::toTensor).toList();
        function.run(feeds, out -> out.size());
        feeds.forEach(Tensor::close);
        check("variables after step " + number++, step.list("values"), variables);
      }
      List<JsonObject> own = fixture.json().objects("optimizer_variables");
      assertEquals(
          own.stream().map(v -> path(v.text("path"), optimizer)).toList(),
          optimizer.variables().stream().map(Variable::path).toList());
      check("state", own.stream().map(v -> v.get("value")).toList(), optimizer.variables());
      optimizer.finalizeVariableValues();
      check("final values", fixture.json().list("finalized"), variables);
    }
  }

  /**
   * Returns a path, which in Keras is without the optimizer's name where {@code build} is called
   * alone; Keras counts variables without a name over all that the process makes.
   */
  private static String path(String given, Optimizer optimizer) {
    String path = given.matches("variable(_\\d+)?") ? "variable" : given;
    return path.contains("/") ? path : optimizer.name() + "/" + path;
  }

  private static List<Variable> variables(FunctionFixture fixture) {
    Constraint constraint =
        fixture.json().text("kind").equals("constraint") ? new MaxNorm().maxValue(0.6) : null;
    List<Variable> variables = new ArrayList<>();
    for (JsonObject v : fixture.json().objects("variables")) {
      HostTensor value = ArrayJson.decode(v.get("value"));
      Variable made =
          new Variable(
              v.text("path"), value.shape(), value.dtype(), new Zeros(), true, null, constraint);
      made.assign(value);
      variables.add(made);
    }
    return variables;
  }

  /** Returns the arrays of a fixture's gradients: none for null, two for slices. */
  private static List<HostTensor> arrays(List<?> gradients) {
    List<HostTensor> arrays = new ArrayList<>();
    for (Object g : gradients) {
      if (ArrayJson.isArray(g)) {
        arrays.add(ArrayJson.decode(g));
      } else if (g != null) {
        arrays.add(ArrayJson.decode(JsonObject.of(g).get("values")));
        arrays.add(ArrayJson.decode(JsonObject.of(g).get("indices")));
      }
    }
    return arrays;
  }

  /** Returns the function that takes a step with gradients of the same form. */
  private static GraphFunction step(
      WorkspaceRef home, Optimizer optimizer, List<Variable> variables, List<?> gradients) {
    List<Variable> all = new ArrayList<>(variables);
    all.addAll(optimizer.variables());
    return new GraphFunction(
        home,
        "step",
        true,
        arrays(gradients).stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList(),
        all,
        (ctx, in) -> {
          Iterator<Expr> next = in.iterator();
          List<@Nullable Expr> given = new ArrayList<>();
          for (Object g : gradients) {
            given.add(
                g == null
                    ? null
                    : ArrayJson.isArray(g)
                        ? next.next()
                        : gathered(variables.get(given.size()), next.next(), next.next(), ctx));
          }
          optimizer.apply(variables, given, ctx);
          return List.of();
        });
  }

  /** Returns the gradient of a variable of which rows were gathered. */
  private static @Nullable Expr gathered(Variable v, Expr rows, Expr numbers, CallContext ctx) {
    Ops tf = ctx.tf();
    Expr gathered = ctx.wrap(tf.gather(ctx.readRaw(v), Core.int32(numbers), tf.constant(0)));
    return ctx.gradients(gathered.mul(rows).sum(gathered.axes()), List.of(v)).get(0);
  }

  private static void check(String what, List<?> expected, List<Variable> variables) {
    List<HostTensor> actual = Values.read(variables);
    assertEquals(expected.size(), actual.size(), what);
    for (int i = 0; i < actual.size(); i++) {
      FunctionFixture.check(
          what + ": " + variables.get(i).path(), ArrayJson.decode(expected.get(i)), actual.get(i));
    }
  }
}
