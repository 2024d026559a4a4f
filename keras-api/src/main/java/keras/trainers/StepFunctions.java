package keras.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import keras.callbacks.Logs;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * The train, test and predict functions of a model, each built once for each form of its inputs.
 *
 * <p>What a function learns while it is built, the names of its logs, belongs to the function: its
 * outputs are its logs.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/trainer.py}.
 */
final class StepFunctions {
  private enum Kind {
    TRAIN,
    TEST,
    PREDICT
  }

  private record Key(Kind kind, boolean loop, List<TensorSpec> inputs, int x, int y) {}

  private final Model model;
  private final WorkspaceRef home;
  private final ModelSteps steps;
  private final Map<Key, GraphFunction> functions = new ConcurrentHashMap<>();

  StepFunctions(Model model, WorkspaceRef home, ModelSteps steps) {
    this.model = model;
    this.home = home;
    this.steps = steps;
  }

  void forget() {
    functions.clear();
  }

  GraphFunction predict(List<TensorSpec> x) {
    return functions.computeIfAbsent(
        new Key(Kind.PREDICT, false, x, x.size(), 0),
        k ->
            new GraphFunction(
                home,
                "predict",
                false,
                x,
                model.variables(),
                (ctx, in) -> steps.predict(new StepData(in, List.of(), List.of()), ctx)));
  }

  /**
   * Returns the function of one step, or that of steps which follow each other in one run.
   *
   * @param specs what one step takes
   * @param loop whether it takes the rows of several batches, and where they begin
   */
  GraphFunction step(boolean train, boolean loop, List<TensorSpec> specs, int x, int y) {
    return functions.computeIfAbsent(
        new Key(train ? Kind.TRAIN : Kind.TEST, loop, specs, x, y),
        k -> {
          String name = train ? "train" : "test";
          GraphFunction.Body body = (ctx, in) -> step(train, data(in, x, y), ctx);
          return GraphFunction.named(home, name, train, loop, specs, model.variables(), body);
        });
  }

  private GraphFunction.Named step(boolean train, StepData data, CallContext ctx) {
    return ctx.training(
        false, // unless a step says otherwise
        () -> logs(train ? steps.train(data, ctx) : steps.test(data, ctx), ctx));
  }

  private static StepData data(List<Expr> in, int x, int y) {
    return new StepData(in.subList(0, x), in.subList(x, x + y), in.subList(x + y, in.size()));
  }

  /**
   * Puts all logs that are one number into one vector, for TensorFlow takes time for each tensor
   * that it hands out; arrays follow, in the order of their names.
   */
  private GraphFunction.Named logs(Map<String, Expr> logs, CallContext ctx) {
    List<String> names = new ArrayList<>();
    List<String> ofArrays = new ArrayList<>();
    List<Expr> numbers = new ArrayList<>();
    List<Expr> arrays = new ArrayList<>();
    logs.forEach(
        (name, value) -> {
          if (requireRank(name, value) == 0) {
            names.add(name);
            numbers.add(value.cast(DType.FLOAT32));
          } else {
            ofArrays.add(name);
            arrays.add(value.cast(DType.FLOAT32));
          }
        });
    names.addAll(ofArrays);
    arrays.add(
        0, numbers.isEmpty() ? ctx.wrap(ctx.tf().constant(new float[0])) : Numpy.stack(numbers));
    return new GraphFunction.Named(names, arrays);
  }

  private int requireRank(String name, Expr value) {
    if (value.shape().isUnknown() || value.rank() > 1) {
      throw new IllegalArgumentException(
          "%s: a step's log must be one number, or an array of one axis. Received: '%s' of shape %s."
              .formatted(model, name, Shapes.show(value.shape())));
    }
    return value.rank();
  }

  /** Reads what {@link #logs} made, by name. */
  static Logs read(List<String> names, List<Tensor> outputs) {
    Logs logs = Logs.empty();
    TFloat32 numbers = (TFloat32) outputs.get(0);
    int n = Math.toIntExact(numbers.shape().get(0));
    for (int i = 0; i < n; i++) {
      logs.put(names.get(i), numbers.getFloat(i));
    }
    for (int i = 1; i < outputs.size(); i++) {
      logs.put(names.get(n + i - 1), array((TFloat32) outputs.get(i)));
    }
    return logs.sorted();
  }

  private static double[] array(TFloat32 values) {
    double[] array = new double[Math.toIntExact(values.shape().get(0))];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.getFloat(i);
    }
    return array;
  }

  /** Computes values of metrics as they stand. */
  GraphFunction results(Function<CallContext, Map<String, Expr>> results) {
    return GraphFunction.named(
        home,
        "results",
        false,
        false,
        List.of(),
        List.of(),
        (ctx, in) -> logs(results.apply(ctx), ctx));
  }

  /** Puts the metrics back to their start, in one run. */
  GraphFunction reset(List<Variable> metrics) {
    return new GraphFunction(
        home,
        "reset",
        false,
        List.of(),
        metrics,
        (ctx, in) -> {
          for (Variable v : metrics) {
            ctx.assign(v, v.initializer().call(ctx.tf(), v.shape(), v.dtype()));
          }
          return List.of();
        });
  }
}
