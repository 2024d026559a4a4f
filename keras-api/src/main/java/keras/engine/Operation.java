package keras.engine;

import keras.ops.Expr;

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
}
