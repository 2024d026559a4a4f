package keras.ops;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;

/** Shapes as Python prints them: {@code (None, 28, 28)}. */
public final class Shapes {
  private Shapes() {}

  /** Returns a shape as Python prints it, {@code None} where a size is unknown. */
  public static String show(Shape shape) {
    if (shape.isUnknown()) {
      return "(...)";
    }
    String sizes =
        LongStream.of(shape.asArray())
            .mapToObj(n -> n < 0 ? "None" : Long.toString(n))
            .collect(Collectors.joining(", "));
    return shape.numDimensions() == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
  }
}
