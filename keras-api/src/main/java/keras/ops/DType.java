package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

/**
 * The element types of tensors, by Keras' names.
 *
 * <p>Differs from Keras: tensors of complex numbers live within graphs alone. TensorFlow Java has
 * no class of them, so that they are neither fed, nor fetched, nor variables.
 */
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
  COMPLEX64("complex64", null, DataType.DT_COMPLEX64, 8),
  COMPLEX128("complex128", null, DataType.DT_COMPLEX128, 16),
  STRING("string", TString.class, DataType.DT_STRING, 0);

  private static final List<DType> OF_ARRAYS =
      Arrays.stream(values()).filter(t -> !t.isComplex()).toList();

  private final String id;
  private final @Nullable Class<? extends TType> type;
  private final DataType proto;
  private final int bytes;

  DType(String id, @Nullable Class<? extends TType> type, DataType proto, int bytes) {
    this.id = id;
    this.type = type;
    this.proto = proto;
    this.bytes = bytes;
  }

  /** Returns Keras' name of the type, as in {@code "float32"}. */
  public String id() {
    return id;
  }

  /** Returns the types that arrays and variables may have: all but the complex ones. */
  public static List<DType> ofArrays() {
    return OF_ARRAYS;
  }

  /**
   * Returns TensorFlow Java's class of the type.
   *
   * @throws UnsupportedOperationException if the type is complex
   */
  public Class<? extends TType> type() {
    if (type == null) {
      throw new UnsupportedOperationException(
          ("Tensors of %s live within a graph alone: neither inputs and outputs of models, nor"
                  + " weights, nor what loops carry can be complex here. Take the parts, by"
                  + " keras.ops.real, imag or view_as_real, and join them by view_as_complex.")
              .formatted(id));
    }
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

  /** Whether the type is one of the complex numbers. */
  public boolean isComplex() {
    return this == COMPLEX64 || this == COMPLEX128;
  }

  /** Whether the type is one of the floating-point or the complex ones. */
  public boolean isInexact() {
    return isFloating() || isComplex();
  }

  /**
   * Returns the type of the real part: of complex64 float32, of complex128 float64; itself else.
   */
  public DType real() {
    return this == COMPLEX64 ? FLOAT32 : this == COMPLEX128 ? FLOAT64 : this;
  }

  /**
   * Returns the complex type whose parts are of this type: of float64 complex128, else complex64.
   */
  public DType complex() {
    return this == FLOAT64 || this == COMPLEX128 ? COMPLEX128 : COMPLEX64;
  }

  /** Returns the type in which two numbers meet, one of them at least floating, or both alike. */
  public static DType promote(DType a, DType b) {
    if (a == b) {
      return a;
    }
    if (a.isComplex() || b.isComplex()) {
      return a.complex() == COMPLEX128 || b.complex() == COMPLEX128 ? COMPLEX128 : COMPLEX64;
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
      if (t.type != null && t.type.isAssignableFrom(type)) {
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
