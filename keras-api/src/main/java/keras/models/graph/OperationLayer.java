package keras.models.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.RowOperation;
import keras.engine.Structure;
import keras.ops.Expr;
import keras.ops.LossOps;
import keras.ops.OpRow;
import keras.ops.TfFunctions;
import org.jspecify.annotations.Nullable;

/**
 * An operation of {@code keras.ops} that is one of the model's layers, as those of tf_keras are,
 * its TFOpLambda and SlicingOpLambda.
 */
final class OperationLayer extends DescribedLayer {
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
          "Prod", "math.reduce_prod");

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
  public boolean isFunction() {
    return true;
  }

  @Override
  protected boolean autocast() {
    return false;
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
    if ("Resize".equals(spec.get("class_name"))
        && !in.inputs().get(0).dtype().isFloating()
        && !(spec.get("config") instanceof Map<?, ?> c
            && "nearest".equals(c.get("interpolation")))) {
      throw new UnsupportedOperationException(
          "%s: tf.image.resize gives floats for integers, and Keras 3's operation integers. Give floating-point images."
              .formatted(this));
    }
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
    operation.config().forEach((key, value) -> given.put(key, value));
    given.remove("name");
    return Structure.of(row.compute(toString(), given).get(0));
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
