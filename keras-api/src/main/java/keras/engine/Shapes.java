package keras.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.TensorShapeProto;

/** Shapes as Python shows and stores them: {@code (None, 28, 28)}. */
public final class Shapes {
  /** Beyond what any memory holds, so that some more axes in a layer do not exceed a long. */
  private static final long MOST_ELEMENTS = 1L << 48;

  private Shapes() {}

  /** Returns a shape as Python prints it, {@code None} where a size is unknown. */
  public static String show(Shape shape) {
    return keras.ops.Shapes.show(shape);
  }

  /** Returns a shape as a config holds it, null where a size is unknown. */
  public static List<@Nullable Object> toConfig(Shape shape) {
    List<@Nullable Object> out = new ArrayList<>();
    for (long n : shape.asArray()) {
      out.add(n < 0 ? null : (Object) n);
    }
    return out;
  }

  /**
   * Returns a shape whose elements can be counted. TensorFlow ends the process where it meets one
   * whose sizes, multiplied, exceed a long.
   */
  static Shape requireCountable(Shape shape) {
    long count = 1;
    for (long n : shape.isUnknown() ? new long[0] : shape.asArray()) {
      if (n < -1 || (n > 0 && count > MOST_ELEMENTS / n)) {
        throw new IllegalArgumentException(
            "Expected sizes of a tensor that can be. Received: shape %s.".formatted(show(shape)));
      }
      count = n > 0 ? count * n : count;
    }
    return shape;
  }

  /** Returns a shape as TensorFlow's files hold it, with sizes of -1 where they may vary. */
  public static TensorShapeProto toProto(Shape shape) {
    TensorShapeProto.Builder out = TensorShapeProto.newBuilder();
    if (shape.isUnknown()) {
      return out.setUnknownRank(true).build();
    }
    for (long size : shape.asArray()) {
      out.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return out.build();
  }

  /** Returns the shape a config holds. */
  public static Shape fromConfig(List<?> sizes) {
    return Shape.of(
        sizes.stream().mapToLong(n -> n instanceof Number x ? x.longValue() : -1).toArray());
  }
}
