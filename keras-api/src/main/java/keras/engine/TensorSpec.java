package keras.engine;

import java.util.Arrays;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;

/**
 * What a function takes in one place: a shape, -1 where a size may vary, and a dtype.
 *
 * <p>Equal by sizes; a {@link Shape} with an unknown size equals nothing, not even itself.
 */
public record TensorSpec(Shape shape, DType dtype) {
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorSpec t
        && dtype == t.dtype
        && Arrays.equals(shape.asArray(), t.shape.asArray());
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + Arrays.hashCode(shape.asArray());
  }
}
