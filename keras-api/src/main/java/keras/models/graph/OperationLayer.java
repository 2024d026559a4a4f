package keras.models.graph;

import java.util.Map;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.RowOperation;
import keras.engine.Structure;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * An operation of {@code keras.ops} that is one of the model's layers, as those of tf_keras are,
 * its TFOpLambda and SlicingOpLambda.
 */
final class OperationLayer extends DescribedLayer {
  /** The key that marks such operations in configs. */
  static final String KEY = "layer_of_tf_keras";

  private final Map<String, ? extends @Nullable Object> spec;
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
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    if ("Resize".equals(spec.get("class_name"))
        && !in.inputs().get(0).dtype().isFloating()
        && !(spec.get("config") instanceof Map<?, ?> c
            && "nearest".equals(c.get("interpolation")))) {
      throw new UnsupportedOperationException(
          "%s: tf.image.resize gives floats for integers, and Keras 3's operation integers. Give floating-point images."
              .formatted(this));
    }
    return operation.compute(in);
  }
}
