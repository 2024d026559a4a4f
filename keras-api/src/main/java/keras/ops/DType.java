package keras.ops;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The element types of tensors, by Keras' names. */
public enum DType {
  FLOAT16("float16", TFloat16.class, DataType.DT_HALF, 2),
  BFLOAT16("bfloat16", TBfloat16.class, DataType.DT_BFLOAT16, 2),
  FLOAT32("float32", TFloat32.class, DataType.DT_FLOAT, 4),
  FLOAT64("float64", TFloat64.class, DataType.DT_DOUBLE, 8),
  UINT8("uint8", TUint8.class, DataType.DT_UINT8, 1),
  UINT16("uint16", TUint16.class, DataType.DT_UINT16, 2),
  INT32("int32", TInt32.class, DataType.DT_INT32, 4),
  INT64("int64", TInt64.class, DataType.DT_INT64, 8),
  BOOL("bool", TBool.class, DataType.DT_BOOL, 1),
  STRING("string", TString.class, DataType.DT_STRING, 0);

  private final String id;
  private final Class<? extends TType> type;
  private final DataType proto;
  private final int bytes;

  DType(String id, Class<? extends TType> type, DataType proto, int bytes) {
    this.id = id;
    this.type = type;
    this.proto = proto;
    this.bytes = bytes;
  }

  /** Returns Keras' name of the type, as in {@code "float32"}. */
  public String id() {
    return id;
  }

  /** Returns TensorFlow Java's class of the type. */
  public Class<? extends TType> type() {
    return type;
  }

  /** Returns the type's number in TensorFlow's files. */
  public DataType proto() {
    return proto;
  }

  /** Returns the size of one element in bytes; 0 for strings. */
  public int bytes() {
    return bytes;
  }

  /** Whether the type is one of the floating-point types. */
  public boolean isFloating() {
    return this == FLOAT16 || this == BFLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** Returns the type in which two numbers meet, one of them at least floating, or both alike. */
  public static DType promote(DType a, DType b) {
    if (a == b) {
      return a;
    }
    if (a.isFloating() != b.isFloating()) {
      return a.isFloating() ? a : b;
    }
    if (!a.isFloating()) {
      throw new UnsupportedOperationException(
          "No common dtype of %s and %s. Cast one of them.".formatted(a, b));
    }
    return a == FLOAT64 || b == FLOAT64 ? FLOAT64 : FLOAT32;
  }

  /** Returns the type with a Keras name. */
  public static DType get(String id) {
    for (DType t : values()) {
      if (t.id.equals(id)) {
        return t;
      }
    }
    throw new IllegalArgumentException(
        "Unknown dtype '%s'. Known: %s."
            .formatted(
                id, Arrays.stream(values()).map(DType::id).collect(Collectors.joining(", "))));
  }

  /** Returns the type of TensorFlow's number. */
  public static DType of(DataType proto) {
    for (DType t : values()) {
      if (t.proto == proto) {
        return t;
      }
    }
    throw new UnsupportedOperationException("No Keras dtype for TensorFlow's " + proto + ".");
  }

  /** Returns the type of TensorFlow Java's class. */
  public static DType of(Class<?> type) {
    for (DType t : values()) {
      if (t.type.isAssignableFrom(type)) {
        return t;
      }
    }
    throw new UnsupportedOperationException("No Keras dtype for " + type.getName() + ".");
  }

  @Override
  public String toString() {
    return id;
  }
}
