package keras.io.savedmodel;

import java.util.Arrays;
import java.util.Locale;
import keras.engine.Shapes;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What a signature takes or gives in one place.
 *
 * <p>Equal by dtype and sizes; a {@link Shape} with an unknown size equals nothing, not even
 * itself.
 *
 * @param dtype the element type by Keras' name, as in {@code "float32"} or {@code "string"}
 * @param shape the sizes of the axes, -1 where a size may vary; unknown where their number may
 */
public record SignatureTensor(String dtype, Shape shape) {
  static SignatureTensor of(TensorInfo info) {
    Shape shape = shape(info.getTensorShape());
    return switch (info.getEncodingCase()) {
      case COO_SPARSE -> new SignatureTensor("sparse " + name(info), shape);
      case COMPOSITE_TENSOR -> new SignatureTensor("composite " + name(info), shape);
      default -> new SignatureTensor(name(info), shape);
    };
  }

  /** Returns a shape, of no type. */
  static SignatureTensor of(TensorShapeProto proto) {
    return new SignatureTensor("", shape(proto));
  }

  private static String name(TensorInfo info) {
    for (DType known : DType.ofArrays()) {
      if (known.proto() == info.getDtype()) {
        return known.id();
      }
    }
    return info.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT);
  }

  private static Shape shape(TensorShapeProto proto) {
    return proto.getUnknownRank()
        ? Shape.unknown()
        : Shape.of(
            proto.getDimList().stream()
                .mapToLong(d -> Math.max(Shape.UNKNOWN_SIZE, d.getSize()))
                .toArray());
  }

  /** Whether there are arrays of such a type. */
  boolean isArray() {
    return DType.ofArrays().stream().anyMatch(known -> known.id().equals(dtype));
  }

  /** Whether an array of a shape fits. */
  boolean takes(Shape given) {
    if (shape.isUnknown()) {
      return true;
    }
    if (given.numDimensions() != shape.numDimensions()) {
      return false;
    }
    for (int i = 0; i < given.numDimensions(); i++) {
      if (shape.get(i) >= 0 && shape.get(i) != given.get(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignatureTensor t
        && dtype.equals(t.dtype)
        && shape.isUnknown() == t.shape.isUnknown()
        && (shape.isUnknown() || Arrays.equals(shape.asArray(), t.shape.asArray()));
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + (shape.isUnknown() ? 0 : Arrays.hashCode(shape.asArray()));
  }

  /** Returns dtype and shape: {@code float32 (None, 3)}. */
  @Override
  public String toString() {
    return dtype + " " + Shapes.show(shape);
  }
}
