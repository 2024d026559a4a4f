package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.WorkspaceRef;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Calls layers on arrays and on tensors that do not exist yet. */
final class Calls {
  private Calls() {}

  /** A tensor that nothing computes, -1 where a size is unknown. */
  static KerasTensor tensor(DType dtype, long... shape) {
    Operation source =
        new Operation() {
          @Override
          public String name() {
            return "source";
          }

          @Override
          public Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx) {
            return Structure.of(arguments.flat());
          }
        };
    return new Node(
            source,
            Arguments.none(KerasTensor.class),
            Structure.of(new TensorSpec(Shape.of(shape), dtype)))
        .outputs()
        .only();
  }

  static KerasTensor tensor(long... shape) {
    return tensor(DType.FLOAT32, shape);
  }

  /** The values of a layer's output for arrays. */
  static float[] values(Layer layer, boolean training, NdArray<?>... inputs) {
    return values((ctx, in) -> layer.applyAll(in, ctx), layer, training, inputs).get(0);
  }

  /** The values of a layer's output for a matrix. */
  static float[] values(Layer layer, boolean training, float[][] x) {
    return values(layer, training, StdArrays.ndCopyOf(x));
  }

  /** The values of what {@code body} computes with a layer. */
  static List<float[]> values(
      Tracing.Body body, Layer layer, boolean training, NdArray<?>... inputs) {
    List<HostTensor> host = new ArrayList<>();
    List<TensorSpec> specs = new ArrayList<>();
    for (NdArray<?> x : inputs) {
      HostTensor h = HostTensor.of(x);
      host.add(h);
      specs.add(new TensorSpec(h.shape(), h.dtype()));
    }
    List<Tensor> feeds = host.stream().map(HostTensor::toTensor).toList();
    try (WorkspaceRef home = new WorkspaceRef()) {
      return new GraphFunction(home, "test", training, specs, layer.variables(), body)
          .run(feeds, out -> out.stream().map(t -> HostTensor.of(t).floats()).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  /** The config without what all layers share. */
  static Map<String, @Nullable Object> own(Layer layer) {
    Map<String, @Nullable Object> config = layer.config();
    List.of("name", "trainable", "dtype").forEach(config::remove);
    return config;
  }

  /** The layer that its config describes. */
  static Layer copy(Layer layer) {
    return Configs.from(layer.getClass(), layer.config());
  }
}
