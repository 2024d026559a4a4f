package keras.optimizers;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import keras.engine.CallContext;
import keras.engine.GatheredRows;
import keras.ops.Expr;

/**
 * The gradient of a loss by one variable: a tensor, or the rows of which it is the sum.
 *
 * <p>Keras keeps gathered rows apart as long as it can: what it does to each element, such as
 * squaring it, it does before it sums rows of the same number.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/sparse.py}.
 */
public sealed interface Gradient permits DenseGradient, RowGradient {
  /** Returns the gradient as a tensor of the variable's shape. */
  Expr dense();

  /** Does something to each element, of the single rows where it is a sum of rows. */
  Gradient map(UnaryOperator<Expr> function);

  /**
   * Combines each element with a table's at its place, of the single rows where it is a sum of
   * rows.
   *
   * @param table of the variable's shape
   */
  Gradient with(Expr table, BinaryOperator<Expr> function);

  /** Returns the elements: of the single rows where it is a sum of rows. */
  Expr elements();

  /** Returns the gradient that {@link CallContext#gradients} gave, or any other tensor. */
  static Gradient of(Expr gradient, CallContext ctx) {
    GatheredRows rows = ctx.gathered(gradient);
    return rows == null ? new DenseGradient(gradient) : new RowGradient(gradient, rows);
  }
}
