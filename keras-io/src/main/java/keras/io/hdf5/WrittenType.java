package keras.io.hdf5;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The dtypes that can be written, and how HDF5 describes them. */
enum WrittenType {
  BOOL(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  FLOAT16(2),
  BFLOAT16(2),
  FLOAT32(4),
  FLOAT64(8);

  private static final int INTEGER_CLASS = 0x10;
  private static final int FLOAT_CLASS = 0x11;
  private static final int OPAQUE_CLASS = 0x15;
  private static final int ENUM_CLASS = 0x18;
  private static final int VARIABLE_CLASS = 0x19;

  /** Bytes of an element. */
  final int size;

  WrittenType(int size) {
    this.size = size;
  }

  static WrittenType of(String path, String dtype) {
    for (WrittenType type : values()) {
      if (type.dtype().equals(dtype)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "Hdf5Writer: dataset '"
            + path
            + "': the dtype must be one of "
            + Arrays.stream(values()).map(WrittenType::dtype).collect(Collectors.joining(", "))
            + ". Received: "
            + dtype
            + ".");
  }

  String dtype() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isFloat() {
    return dtype().contains("float");
  }

  /** Returns the datatype message, as h5py writes it. */
  byte[] message() {
    return switch (this) {
      case FLOAT16 -> real(10, 5, 15);
      case FLOAT32 -> real(23, 8, 127);
      case FLOAT64 -> real(52, 11, 1023);
      case BFLOAT16 -> start(OPAQUE_CLASS, 0, size).toBytes();
      case BOOL ->
          start(ENUM_CLASS, 2, size)
              .bytes(INT8.message())
              .bytes('F', 'A', 'L', 'S', 'E', 0, 0, 0, 'T', 'R', 'U', 'E', 0, 0, 0, 0)
              .bytes(0, 1)
              .toBytes();
      default -> integer();
    };
  }

  private byte[] integer() {
    int signed = dtype().startsWith("u") ? 0 : 8;
    return start(INTEGER_CLASS, signed, size).two(0).two(8 * size).toBytes();
  }

  private byte[] real(int mantissa, int exponent, int bias) {
    int normalizedAndSign = 0x20 | ((8 * size - 1) << 8);
    return start(FLOAT_CLASS, normalizedAndSign, size)
        .two(0)
        .two(8 * size)
        .bytes(mantissa, exponent, 0, mantissa)
        .four(bias)
        .toBytes();
  }

  /** Returns the message of strings of variable length, in UTF-8. */
  static byte[] text() {
    int stringInUtf8 = 1 | (1 << 8);
    return start(VARIABLE_CLASS, stringInUtf8, HeapWriter.REFERENCE_BYTES)
        .bytes(UINT8.message())
        .toBytes();
  }

  private static LittleEndian start(int kind, int bits, int size) {
    return new LittleEndian().four(kind | (bits << 8)).four(size);
  }
}
