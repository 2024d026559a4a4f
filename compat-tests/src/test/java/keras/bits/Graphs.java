package keras.bits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.ops.Expr;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** Runs functions of arrays as models run theirs. */
final class Graphs {
  private Graphs() {}

  /** What a function computes, in a graph of its own. */
  static List<HostTensor> run(List<HostTensor> inputs, boolean openBatch, Tracing.Body body) {
    try (WorkspaceRef home = new WorkspaceRef()) {
      return run(home, inputs, openBatch, List.of(), body);
    }
  }

  /** What a function computes. */
  static List<HostTensor> run(
      WorkspaceRef home,
      List<HostTensor> inputs,
      boolean openBatch,
      List<Variable> variables,
      Tracing.Body body) {
    List<TensorSpec> specs = new ArrayList<>();
    inputs.forEach(t -> specs.add(spec(t, openBatch)));
    return run(new GraphFunction(home, "function", true, specs, variables, body), inputs);
  }

  static List<HostTensor> run(GraphFunction function, List<HostTensor> inputs) {
    List<Tensor> feeds = inputs.stream().map(HostTensor::toTensor).toList();
    try {
      return function.run(feeds, out -> out.stream().map(HostTensor::of).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  /** Names what {@link #withGradient} gave. */
  static Map<String, HostTensor> named(List<HostTensor> out) {
    return out.size() == 1
        ? Map.of("output", out.get(0))
        : Map.of("output", out.get(0), "gradient", out.get(1));
  }

  static TensorSpec spec(HostTensor t, boolean openBatch) {
    long[] sizes = t.shape().asArray().clone();
    if (openBatch && sizes.length > 0) {
      sizes[0] = Shape.UNKNOWN_SIZE;
    }
    return new TensorSpec(Shape.of(sizes), t.dtype());
  }

  /** A value, and the gradient by {@code x} of the sum of its squares. */
  static List<Expr> withGradientOfSquares(CallContext ctx, Expr value, Expr x) {
    Expr squares = value.mul(value);
    return withGradient(ctx, value, squares.sum(), x);
  }

  /** A value, and the gradient of {@code total} by {@code x} where there is one. */
  static List<Expr> withGradient(CallContext ctx, Expr value, Expr total, Expr x) {
    Expr gradient = ctx.gradientsOf(total, List.of(x)).get(0);
    return gradient == null ? List.of(value) : List.of(value, gradient);
  }
}
