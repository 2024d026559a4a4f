package keras.engine.gradients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.family.TType;

/**
 * Holds the gradient of gathered rows as values and row numbers, and becomes a dense tensor only
 * where one is asked for, so that several gathers from one table sum in Python's order.
 *
 * <p>Keras: {@code tf.IndexedSlices}.
 */
final class IndexedSlices implements Operand<TType> {
  private final Term values;
  private final Term indices;
  private final Term dims;
  private @Nullable Term dense;

  /**
   * Makes slices.
   *
   * @param values (n, …), one row for each index
   * @param indices (n), the row each value belongs to; rows may repeat
   * @param dims the shape of the dense tensor
   */
  IndexedSlices(Term values, Term indices, Term dims) {
    this.values = values;
    this.indices = indices;
    this.dims = dims;
  }

  Term values() {
    return values;
  }

  Term indices() {
    return indices;
  }

  /** Returns how many rows the dense tensor has, an integer scalar. */
  Term count() {
    return dims.element(0);
  }

  IndexedSlices withValues(Term newValues) {
    return new IndexedSlices(newValues, indices, dims);
  }

  /** Joins the slices of one tensor: rows keep their order, and sum when they become dense. */
  static IndexedSlices join(GradientOps ops, List<IndexedSlices> parts) {
    boolean mixed = parts.stream().map(part -> part.indices.dtype()).distinct().count() > 1;
    List<Term> indices =
        parts.stream()
            .map(part -> mixed ? part.indices.cast(DataType.DT_INT64) : part.indices)
            .toList();
    List<Term> values = parts.stream().map(IndexedSlices::values).toList();
    Term axis = ops.ints(0);
    return new IndexedSlices(
        ops.concat(values, axis), ops.concat(indices, axis), parts.get(0).dims);
  }

  @Override
  public Output<TType> asOutput() {
    return dense().asOutput();
  }

  @Override
  public Operation op() {
    return dense().op();
  }

  private Term dense() {
    if (dense == null) {
      dense = values.op("UnsortedSegmentSum", indices, count());
    }
    return dense;
  }
}
