package keras.optimizers;

import java.util.function.UnaryOperator;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of gathered rows, as an Embedding's are: a sum of rows, of which some repeat.
 *
 * <p>Keras keeps the rows apart as long as it can, so that what it does to each, such as squaring,
 * it does before they are summed.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/sparse.py}.
 */
final class Rows {
  private static final String SUM = "UnsortedSegmentSum";

  private Rows() {}

  /** Returns the rows that a gradient is the sum of, or the gradient. */
  static Expr of(Expr gradient) {
    return gradient.opType().equals(SUM) ? gradient.opInput(0) : gradient;
  }

  /** Does something to each element of the rows of a gradient, or of the gradient. */
  static Expr map(Expr gradient, UnaryOperator<Expr> function) {
    Expr rows = function.apply(of(gradient));
    return gradient.opType().equals(SUM)
        ? rows.of(rows.tf().math.unsortedSegmentSum(rows, gradient.opInput(1), gradient.opInput(2)))
        : rows;
  }

  /**
   * Returns where a gradient has rows, as booleans of its shape; null where it is no sum of rows.
   */
  static @Nullable Expr touched(Expr gradient) {
    if (!gradient.opType().equals(SUM)) {
      return null;
    }
    Expr ones = map(gradient, Expr::onesLike);
    return ones.greater(0);
  }
}
