package keras.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** Shapes as Python shows and stores them: {@code (None, 28, 28)}. */
public final class Shapes {
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

  /** Returns the shape a config holds. */
  public static Shape fromConfig(List<?> sizes) {
    return Shape.of(
        sizes.stream().mapToLong(n -> n instanceof Number x ? x.longValue() : -1).toArray());
  }
}
