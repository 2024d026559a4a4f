package keras.ops;

import java.util.List;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * One hash of what stands in the same row of several columns: the op of {@code
 * tf.sparse.cross_hashed}, which TensorFlow Java has in its later versions only, whose hash is
 * another one.
 */
public final class HashedCross {
  /** The key of TensorFlow's Python. */
  private static final long KEY = 0xDECAFCAFFEL;

  private HashedCross() {}

  /**
   * Returns the bin of each row, in [0, bins), int64 of shape (rows).
   *
   * @param columns strings or whole numbers, each of shape (rows, 1)
   */
  public static Expr of(List<Expr> columns, int bins) {
    List<Expr> wide =
        columns.stream().map(x -> x.dtype() == DType.STRING ? x : x.cast(DType.INT64)).toList();
    boolean numbers = wide.stream().anyMatch(x -> x.dtype() != DType.STRING);
    Ops tf = columns.get(0).tf();
    OperationBuilder builder = tf.scope().opBuilder("SparseCross", "SparseCross");
    for (int sparse = 0; sparse < 3; sparse++) {
      builder.addInputList(new Output<?>[0]);
    }
    builder.addInputList(wide.stream().map(Expr::asOutput).toArray(Output<?>[]::new));
    builder.setAttr("hashed_output", true);
    builder.setAttr("num_buckets", (long) bins);
    builder.setAttr("hash_key", KEY);
    builder.setAttr("out_type", DataType.DT_INT64);
    builder.setAttr("internal_type", numbers ? DataType.DT_INT64 : DataType.DT_STRING);
    return columns.get(0).wrap(builder.build().output(1));
  }
}
