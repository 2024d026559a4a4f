package keras.optimizers;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import keras.engine.GatheredRows;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * The gradient of a table of which rows were gathered, as an Embedding's is.
 *
 * <p>Keras: {@code tf.IndexedSlices}.
 *
 * @param dense the sum of the rows, of the variable's shape
 * @param rows the rows, of which some may have the same number
 */
public record RowGradient(Expr dense, GatheredRows rows) implements Gradient {
  @Override
  public Gradient map(UnaryOperator<Expr> function) {
    Expr values = function.apply(rows.values());
    if (values == rows.values()) {
      return this;
    }
    GatheredRows mapped = rows.withValues(values);
    return new RowGradient(mapped.sum(), mapped);
  }

  @Override
  public Gradient with(Expr table, BinaryOperator<Expr> function) {
    return map(values -> function.apply(values, Numpy.take(table, rows.numbers(), 0)));
  }

  @Override
  public Expr elements() {
    return rows.values();
  }

  /** Returns where the table has rows that were gathered, as booleans of its shape. */
  public Expr touched() {
    return rows.withValues(Numpy.onesLike(rows.values())).sum().greater(0);
  }
}
