package keras.engine.control;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * A function of tensors that an operation takes, as {@link Switch} does. It may use any tensor of
 * the graph around it, read variables and call layers; it cannot assign variables, add losses or
 * look into tables, for it is built once for all times that it runs.
 */
@FunctionalInterface
public interface TensorFunction {
  /**
   * Builds the function.
   *
   * @param x what the operation gives it
   * @param ctx reads variables
   */
  List<Expr> apply(List<Expr> x, CallContext ctx);

  /** Returns a function of one tensor. */
  static TensorFunction of(UnaryOperator<Expr> function) {
    return (x, ctx) -> List.of(function.apply(x.get(0)));
  }

  /** Returns a function of two tensors to one. */
  static TensorFunction of(BinaryOperator<Expr> function) {
    return (x, ctx) -> List.of(function.apply(x.get(0), x.get(1)));
  }
}
