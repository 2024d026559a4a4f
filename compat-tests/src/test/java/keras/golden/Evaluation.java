package keras.golden;

import java.util.ArrayList;
import java.util.List;
import keras.engine.GraphFunction;
import keras.engine.Home;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.ops.DType;
import org.tensorflow.Tensor;

/** Runs expressions of tensors once and returns their values as doubles. */
final class Evaluation {
  private Evaluation() {}

  /** Runs a function of tensors that has no state. */
  static List<double[]> run(List<HostTensor> inputs, Tracing.Body body) {
    try (Home home = new Home()) {
      return run(home, List.of(), inputs, body);
    }
  }

  /** Runs a function of tensors and of variables that live on in {@code home}. */
  static List<double[]> run(
      Home home, List<Variable> variables, List<HostTensor> inputs, Tracing.Body body) {
    List<TensorSpec> specs = new ArrayList<>();
    List<Tensor> feeds = new ArrayList<>();
    for (HostTensor each : inputs) {
      specs.add(new TensorSpec(each.shape(), each.dtype()));
      feeds.add(each.toTensor());
    }
    try {
      return new GraphFunction(home, "table", false, specs, variables, body)
          .run(feeds, out -> out.stream().map(Evaluation::doubles).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static double[] doubles(Tensor tensor) {
    HostTensor wide = HostTensor.of(tensor).cast(DType.FLOAT64);
    double[] values = new double[Math.toIntExact(wide.shape().size())];
    wide.data().asDoubleBuffer().get(values);
    return values;
  }
}
