package keras.engine;

import java.util.List;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** What a node calls: a layer, a model, or the placeholder of an input. */
public interface Operation {
  /** Returns the name, unique in a model. */
  String name();

  /** Builds the operation into the graph of {@code ctx}. */
  Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx);

  /**
   * Whether it computes of its arguments alone, so that sizes that it gives may be followed to the
   * tensors whose sizes they are.
   */
  default boolean isFunction() {
    return false;
  }

  /** Whether its call reads the masks of the tensors themselves, and takes them off. */
  default boolean takesMasks() {
    return false;
  }

  /**
   * Returns the outputs' masks by those of the inputs; the list may be shorter than the outputs.
   */
  default List<@Nullable Expr> masks(Arguments<Expr> in, CallContext ctx) {
    return List.of();
  }
}
