package keras.golden;

import java.util.List;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.ops.DType;
import org.tensorflow.Tensor;

/** Runs expressions of tensors once and returns their values. */
public final class Evaluation {
  private Evaluation() {}

  /** Runs a function of tensors that has no state. */
  static List<double[]> run(List<HostTensor> inputs, Tracing.Body body) {
    try (WorkspaceRef home = new WorkspaceRef()) {
      return run(home, List.of(), inputs, body);
    }
  }

  /** Runs a function of tensors that has no state, and returns its outputs as they are. */
  public static List<HostTensor> tensors(List<HostTensor> inputs, Tracing.Body body) {
    try (WorkspaceRef home = new WorkspaceRef()) {
      return tensors(home, List.of(), inputs, body);
    }
  }

  /** Runs a function of tensors and of variables that live on in {@code home}, once. */
  static List<HostTensor> tensors(
      WorkspaceRef home, List<Variable> variables, List<HostTensor> inputs, Tracing.Body body) {
    List<TensorSpec> specs =
        inputs.stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    List<Tensor> feeds = inputs.stream().map(HostTensor::toTensor).toList();
    try {
      return new GraphFunction(home, "table", false, specs, variables, body)
          .run(feeds, out -> out.stream().map(HostTensor::of).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  /** Runs a function of tensors and of variables that live on in {@code home}. */
  static List<double[]> run(
      WorkspaceRef home, List<Variable> variables, List<HostTensor> inputs, Tracing.Body body) {
    return tensors(home, variables, inputs, body).stream().map(Evaluation::doubles).toList();
  }

  /** Returns a tensor's values. */
  static double[] doubles(HostTensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    tensor.cast(DType.FLOAT64).data().asDoubleBuffer().get(values);
    return values;
  }
}
