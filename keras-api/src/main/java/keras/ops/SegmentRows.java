package keras.ops;

import org.tensorflow.Operand;

/**
 * Reductions over the rows of each segment.
 *
 * <p>Keras: {@code keras/src/ops/math.py}, {@code keras/src/backend/tensorflow/math.py}.
 */
final class SegmentRows {
  private static final String SIGNATURE = "data, segment_ids | num_segments=None, sorted=False";

  private SegmentRows() {}

  static void add(OpRows rows) {
    for (String name : new String[] {"Sum", "Max", "Min", "Prod"}) {
      rows.one("math.Segment" + name, SIGNATURE, a -> segments(a, name));
    }
  }

  private static Expr segments(OpArguments a, String name) {
    Expr data = a.tensor("data");
    Expr ids = a.tensor("segment_ids");
    if (a.flag("sorted")) {
      if (a.has("num_segments")) {
        throw a.wrong("num_segments", a.get("num_segments"), "None where `sorted` is true");
      }
      return RawOp.of("Segment" + name, data, ids);
    }
    Operand<?> count =
        a.has("num_segments")
            ? data.tf().constant(a.integer("num_segments"))
            : ids.max().add(1).cast(DType.INT32);
    return RawOp.of("UnsortedSegment" + name, data, ids, count);
  }
}
