package keras.engine.gradients;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;

/**
 * A gradient, and the rows it is the sum of where it is one of gathered rows.
 *
 * @param sum of the shape of what the gradient is by
 * @param values (n, …), the rows, or null
 * @param numbers (n), the row of {@code sum} that each belongs to, or null
 * @param count of the rows of {@code sum}, an integer scalar, or null
 */
public record SummedRows(
    Output<?> sum,
    @Nullable Output<?> values,
    @Nullable Output<?> numbers,
    @Nullable Output<?> count) {
  static SummedRows of(Operand<?> gradient) {
    return gradient instanceof IndexedSlices rows
        ? new SummedRows(
            rows.asOutput(),
            rows.values().asOutput(),
            rows.indices().asOutput(),
            rows.count().asOutput())
        : new SummedRows(gradient.asOutput(), null, null, null);
  }
}
