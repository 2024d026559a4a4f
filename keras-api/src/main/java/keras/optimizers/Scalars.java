package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.ops.DType;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Single numbers, to variables and from them. */
final class Scalars {
  private Scalars() {}

  static HostTensor of(float value) {
    return HostTensor.of(NdArrays.scalarOf(value));
  }

  static HostTensor of(long value) {
    return HostTensor.of(NdArrays.scalarOf(value));
  }

  /** What is left of a number that Keras casts to a variable's dtype: it makes it float32 first. */
  static double single(double value) {
    return (float) value;
  }

  static long integer(Variable v) {
    return v.value().data().getLong(0);
  }

  /** Reads the learning rate of a config: a number or a schedule, which may be a custom object. */
  static Object rate(Object given, CustomObjects custom) {
    if (given instanceof Map<?, ?> spec) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      spec.forEach((k, v) -> copy.put(String.valueOf(k), v));
      return Configs.deserialize(copy, custom);
    }
    return given instanceof Number n ? n.doubleValue() : given;
  }

  /** What a schedule gives for a step. */
  static double rate(LearningRateSchedule schedule, long step) {
    try (WorkspaceRef home = new WorkspaceRef();
        Tensor fed = of(step).toTensor()) {
      GraphFunction function =
          new GraphFunction(
              home,
              "rate",
              false,
              List.of(new TensorSpec(Shape.scalar(), DType.INT64)),
              List.of(),
              (ctx, in) -> List.of(schedule.call(in.get(0))));
      return function.run(List.of(fed), out -> HostTensor.of(out.get(0)).floats()[0]);
    }
  }
}
