package keras.engine;

import keras.ops.Expr;

/**
 * The rows that the gradient of a table is the sum of, where the loss gathers rows of it, as an
 * Embedding does.
 *
 * <p>Keras: {@code tf.IndexedSlices}.
 *
 * @param values (n, …), one row for each number
 * @param numbers (n), the row of the table that each belongs to; rows may repeat
 * @param count how many rows the table has, an integer scalar
 */
public record GatheredRows(Expr values, Expr numbers, Expr count) {
  /** Returns the same rows with other values. */
  public GatheredRows withValues(Expr newValues) {
    return new GatheredRows(newValues, numbers, count);
  }

  /** Returns the table in which rows of the same number are summed. */
  public Expr sum() {
    return values.wrap(values.tf().math.unsortedSegmentSum(values, numbers, count));
  }
}
