package keras.models.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.RowOperation;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.LossOps;
import keras.ops.OpRow;
import keras.ops.TfFunctions;
import org.jspecify.annotations.Nullable;

/**
 * An operation of {@code keras.ops} that is one of the model's layers, as those of tf_keras are,
 * its TFOpLambda and SlicingOpLambda.
 */
final class OperationLayer extends DescribedFunction {
  /** The key that marks such operations in configs. */
  static final String KEY = "layer_of_tf_keras";

  /**
   * The key that marks descriptions of operations that gave what TensorFlow's function does of
   * integers, where Keras 3 gives another dtype.
   */
  private static final String INTEGERS = "of_integers";

  /** What gives another dtype of integers than Keras 3's operation, and TensorFlow's name of it. */
  private static final Map<String, String> OF_INTEGERS =
      Map.of(
          "TrueDivide", "math.truediv",
          "Mean", "math.reduce_mean",
          "Sum", "math.reduce_sum",
          "Prod", "math.reduce_prod",
          "Resize", "image.resize",
          "RGBToGrayscale", "image.rgb_to_grayscale");

  /** Keras 3's arguments by what TensorFlow's functions call them; empty of what these lack. */
  private static final Map<String, String> RENAMED =
      Map.of("interpolation", "method", "data_format", "");

  /** Operations of tensors of one dtype in TensorFlow: constants take that of the tensors. */
  private static final Set<String> OF_ONE_DTYPE =
      Set.of(
          "Add",
          "Subtract",
          "Multiply",
          "TrueDivide",
          "Power",
          "Maximum",
          "Minimum",
          "Matmul",
          "Equal",
          "NotEqual",
          "Greater",
          "GreaterEqual",
          "Less",
          "LessEqual",
          "FloorDivide",
          "Mod",
          "Arctan2",
          "DivideNoNan",
          "Fmod",
          "Nextafter",
          "BitwiseAnd",
          "BitwiseOr",
          "BitwiseXor",
          "BitwiseLeftShift",
          "BitwiseRightShift",
          "Cross",
          "Tensordot",
          "Einsum",
          "Solve",
          "SolveTriangular",
          "SSIM",
          "BinaryCrossentropy",
          "CategoricalCrossentropy");

  /** Operations of which the first argument is of a dtype of its own. */
  private static final Set<String> OF_ONE_DTYPE_FROM_SECOND = Set.of("Where");

  /** What crossentropies look through, where a layer's activation is it. */
  private static final Set<String> ACTIVATIONS = Set.of("Sigmoid", "Softmax");

  private final Map<String, ? extends @Nullable Object> spec;
  private boolean ofIntegers;
  private final RowOperation operation;

  OperationLayer(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
    this.spec = spec;
    this.operation = RowOperation.of(spec, name);
  }

  @Override
  public OperationLayer anew() {
    return new OperationLayer(name(), spec);
  }

  @Override
  public Map<String, @Nullable Object> description() {
    Map<String, @Nullable Object> all = super.description();
    if (ofIntegers) {
      all.put(INTEGERS, true);
    }
    return all;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    if (ACTIVATIONS.contains(String.valueOf(spec.get("class_name")))) {
      Expr x = in.inputs().get(0);
      return Structure.of(LossOps.withoutLogits(x, y -> activated(in, y)));
    }
    List<Expr> tensors = in.flat();
    String function = OF_INTEGERS.get(String.valueOf(spec.get("class_name")));
    if (function == null
        || tensors.stream().anyMatch(x -> x.dtype().isFloating())
        || hasFloat(in)) {
      return operation.compute(in);
    }
    ofIntegers = true;
    OpRow row = TfFunctions.of(function);
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    for (int i = 0; i < in.places(); i++) {
      given.put(row.callArguments().get(i), in.value(in.names().get(i)));
    }
    operation
        .config()
        .forEach(
            (key, value) -> {
              String name = RENAMED.getOrDefault(key, key);
              if (row.callArguments().contains(name)) {
                given.put(name, value);
              }
            });
    return Structure.of(row.compute(toString(), given).get(0));
  }

  /** Returns a call whose constants have the dtype of the tensors that they meet. */
  Arguments<KerasTensor> met(Arguments<KerasTensor> call) {
    String name = String.valueOf(spec.get("class_name"));
    boolean fromSecond = OF_ONE_DTYPE_FROM_SECOND.contains(name);
    if (!fromSecond && !OF_ONE_DTYPE.contains(name)) {
      return call;
    }
    int first = fromSecond ? 1 : 0;
    DType dtype = null;
    List<String> names = call.names();
    for (int i = first; i < names.size(); i++) {
      if (dtype == null && call.value(names.get(i)) instanceof KerasTensor x) {
        dtype = x.dtype();
      }
    }
    if (dtype == null) {
      return call;
    }
    Arguments<KerasTensor> out = Arguments.none(KerasTensor.class);
    for (int i = 0; i < names.size(); i++) {
      Object value = call.value(names.get(i));
      Object own = i < first ? value : inDtype(value, dtype.id());
      out = i < call.places() ? out.then(names.get(i), own) : out.with(names.get(i), own);
    }
    return out;
  }

  private static @Nullable Object inDtype(@Nullable Object value, String dtype) {
    if (!(value instanceof Map<?, ?> map
        && "__numpy__".equals(map.get("class_name"))
        && map.get("config") instanceof Map<?, ?> config)) {
      return value;
    }
    Map<String, @Nullable Object> array = Configs.copy(config);
    array.put("dtype", dtype);
    Map<String, @Nullable Object> out = Configs.copy(map);
    out.put("config", array);
    return out;
  }

  private Expr activated(Arguments<Expr> in, Expr x) {
    return operation.compute(Arguments.of(Expr.class, in.names().get(0), x)).flat().get(0);
  }

  private static boolean hasFloat(Arguments<Expr> in) {
    return in.names().stream()
        .map(in::value)
        .anyMatch(v -> v instanceof Double || v instanceof Float);
  }
}
