package keras.engine;

import java.util.List;
import java.util.Map;
import keras.ops.DType;
import keras.ops.OpRow;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A tensor that does not exist yet: what is known of it, and the node that will produce it.
 *
 * @param shape with the batch axis, which is mostly unknown
 * @param index which of the node's outputs it is
 */
public record KerasTensor(Shape shape, DType dtype, Node node, int index) implements TensorMethods {
  @Override
  public List<KerasTensor> operate(OpRow row, Map<String, @Nullable Object> given) {
    return RowOperation.call(row, given);
  }

  /** Equal if it is the same output of the same call. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KerasTensor t && node == t.node && index == t.index;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(node) + index;
  }

  @Override
  public String toString() {
    return "<KerasTensor shape=%s, dtype=%s, from %s>"
        .formatted(Shapes.show(shape), dtype, node.operation().name());
  }
}
