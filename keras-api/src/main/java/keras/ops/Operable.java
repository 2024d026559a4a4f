package keras.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operations of {@code keras.ops} are called on: a tensor of the graph that is being built
 * ({@link Expr}), or one that does not exist yet, in the graph of a functional model.
 *
 * @param <T> the type itself
 */
public interface Operable<T extends Operable<T>> {
  /**
   * Calls an operation, of whose tensors this is one.
   *
   * @param given the arguments by name, those of Keras' {@code call} and those of its constructor
   */
  List<T> operate(OpRow row, Map<String, @Nullable Object> given);
}
