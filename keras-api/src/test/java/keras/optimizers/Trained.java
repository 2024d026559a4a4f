package keras.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.constraints.Constraint;
import keras.engine.GraphFunction;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.initializers.Zeros;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** A kernel and a bias at their golden start, and a function that takes steps with them. */
final class Trained implements AutoCloseable {
  final Variable kernel;
  final Variable bias;
  private final WorkspaceRef home = new WorkspaceRef();
  private final GraphFunction function;

  Trained(Optimizer optimizer) {
    this(optimizer, null);
  }

  Trained(Optimizer optimizer, @Nullable Constraint constraint) {
    kernel = variable("kernel", Shape.of(3, 4), constraint);
    bias = variable("bias", Shape.of(4), null);
    optimizer.build(variables());
    List<Variable> all = new ArrayList<>(variables());
    all.addAll(optimizer.variables());
    function =
        new GraphFunction(
            home,
            "step",
            true,
            variables().stream().map(v -> new TensorSpec(v.shape(), v.dtype())).toList(),
            all,
            (ctx, in) -> {
              optimizer.apply(variables(), new ArrayList<>(in), ctx);
              return List.of();
            });
  }

  private static Variable variable(String name, Shape shape, @Nullable Constraint constraint) {
    Variable v = new Variable(name, shape, DType.FLOAT32, new Zeros(), true, null, constraint);
    v.assign(Goldens.floats(String.valueOf(Goldens.ALL.start().get(name)), shape));
    return v;
  }

  List<Variable> variables() {
    return List.of(kernel, bias);
  }

  void step(Map<String, String> gradients) {
    try (Tensor k =
            Goldens.floats(String.valueOf(gradients.get("kernel")), kernel.shape()).toTensor();
        Tensor b = Goldens.floats(String.valueOf(gradients.get("bias")), bias.shape()).toTensor()) {
      function.run(List.of(k, b), out -> out.size());
    }
  }

  Trained steps() {
    Goldens.ALL.gradients().forEach(this::step);
    return this;
  }

  @Override
  public void close() {
    home.close();
  }
}
