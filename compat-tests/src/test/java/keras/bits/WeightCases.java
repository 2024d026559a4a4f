package keras.bits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.constraints.Constraint;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.Identity;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.regularizers.Regularizer;
import org.tensorflow.ndarray.Shape;

/** golden/function_cases/initializers.py, regularizers.py and constraints.py in Java. */
final class WeightCases {
  private WeightCases() {}

  /** The values that weights start from. */
  static Map<String, HostTensor> initial(FunctionCase c) {
    Initializer initializer = c.object(Initializer.class);
    if (c.has("arguments") && c.map("arguments").get("gain") instanceof Number gain) {
      initializer = new Identity().gain(gain.doubleValue()); // Keras' config forgets it
    }
    long[] sizes = c.list("shape").stream().mapToLong(n -> ((Number) n).longValue()).toArray();
    DType dtype = DType.get(c.text("dtype"));
    Map<String, HostTensor> out = new LinkedHashMap<>();
    int calls = c.has("values") ? c.list("values").size() : 1;
    for (int i = 0; i < calls; i++) {
      Variable v = Variable.state("v", Shape.of(sizes), dtype, initializer);
      out.put(c.has("values") ? "value " + i : "value", v.value());
    }
    return out;
  }

  static Map<String, HostTensor> penalty(FunctionCase c) {
    Regularizer regularizer = c.object(Regularizer.class);
    List<HostTensor> out =
        Graphs.run(
            List.of(c.array("input")),
            false,
            (ctx, in) -> {
              var penalty = regularizer.call(in.get(0));
              return Graphs.withGradient(ctx, penalty, penalty, in.get(0));
            });
    return Graphs.named(out);
  }

  static Map<String, HostTensor> projection(FunctionCase c) {
    Constraint constraint = c.object(Constraint.class);
    List<HostTensor> out =
        Graphs.run(
            List.of(c.array("input")),
            false,
            (ctx, in) -> new ArrayList<>(List.of(constraint.call(in.get(0)))));
    return Map.of("output", out.get(0));
  }
}
