package keras.io.weights;

import keras.engine.Variable;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * One place for a variable in a file.
 *
 * @param variable null where this library, like Keras 3, does without it; it then is all zeros
 */
public record StoredVariable(Shape shape, DType dtype, @Nullable Variable variable) {
  /** Returns the place of a variable. */
  public static StoredVariable of(Variable variable) {
    return new StoredVariable(variable.shape(), variable.dtype(), variable);
  }

  /** Returns a place that holds zeros. */
  public static StoredVariable zeros(Shape shape, DType dtype) {
    return new StoredVariable(shape, dtype, null);
  }
}
