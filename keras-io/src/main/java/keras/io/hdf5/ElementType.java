package keras.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the elements of a dataset or attribute are, and how their bytes become numbers.
 *
 * @param size of one element, in bytes
 * @param name as NumPy spells it, or a description where NumPy has no such type
 */
record ElementType(Kind kind, int size, ByteOrder order, String name) {
  /** The kinds of elements. */
  enum Kind {
    FLOAT16,
    BFLOAT16,
    FLOAT32,
    FLOAT64,
    SIGNED,
    UNSIGNED,
    VARIABLE_TEXT,
    NULL_TERMINATED_TEXT,
    NULL_PADDED_TEXT,
    SPACE_PADDED_TEXT,
    OPAQUE,
    OTHER
  }

  private static final Set<Kind> FLOATS =
      Set.of(Kind.FLOAT16, Kind.BFLOAT16, Kind.FLOAT32, Kind.FLOAT64);
  private static final Set<Kind> INTEGERS = Set.of(Kind.SIGNED, Kind.UNSIGNED);
  private static final Set<Kind> TEXTS =
      Set.of(
          Kind.VARIABLE_TEXT,
          Kind.NULL_TERMINATED_TEXT,
          Kind.NULL_PADDED_TEXT,
          Kind.SPACE_PADDED_TEXT);

  /**
   * Where a binary float has its parts: bytes, then exponent's first bit and bits, mantissa's bits,
   * bias.
   */
  private static final Map<List<Integer>, Kind> FLOAT_LAYOUTS =
      Map.of(
          List.of(2, 10, 5, 10, 15), Kind.FLOAT16,
          List.of(2, 7, 8, 7, 127), Kind.BFLOAT16,
          List.of(4, 23, 8, 23, 127), Kind.FLOAT32,
          List.of(8, 52, 11, 52, 1023), Kind.FLOAT64);

  /** Reads the message. */
  static ElementType of(ByteBuffer in) {
    int head = in.getInt();
    int size = in.getInt();
    int bits = head >>> 8;
    int version = (head >> 4) & 0xf;
    return switch (head & 0xf) {
      case 0 -> integer(in, bits, size);
      case 1 -> real(in, bits, size);
      case 3 -> text(bits, size);
      case 5 -> little(Kind.OPAQUE, size, "opaque of " + size + " bytes");
      case 8 -> names(in, bits & 0xffff, version);
      case 9 ->
          little((bits & 0xf) == 1 && size == 16 ? Kind.VARIABLE_TEXT : Kind.OTHER, size, "string");
      default -> little(Kind.OTHER, size, "HDF5 class " + (head & 0xf));
    };
  }

  private static ElementType integer(ByteBuffer in, int bits, int size) {
    boolean signed = (bits & 8) != 0;
    int offset = in.getShort();
    int precision = in.getShort();
    if (offset != 0 || precision != 8 * size || !Set.of(1, 2, 4, 8).contains(size)) {
      return little(Kind.OTHER, size, "integer of " + precision + " bits");
    }
    String name = (signed ? "int" : "uint") + precision;
    return new ElementType(signed ? Kind.SIGNED : Kind.UNSIGNED, size, order(bits), name);
  }

  private static ElementType real(ByteBuffer in, int bits, int size) {
    in.getInt();
    int exponentAt = in.get();
    int exponentBits = in.get();
    in.get();
    int mantissaBits = in.get();
    int bias = in.getInt();
    List<Integer> layout = List.of(size, exponentAt, exponentBits, mantissaBits, bias);
    boolean vax = (bits & 0x40) != 0;
    Kind kind = vax ? Kind.OTHER : FLOAT_LAYOUTS.getOrDefault(layout, Kind.OTHER);
    return kind == Kind.OTHER
        ? little(kind, size, "float of " + size + " bytes")
        : new ElementType(kind, size, order(bits), kind.name().toLowerCase(Locale.ROOT));
  }

  private static ElementType text(int bits, int size) {
    Kind kind =
        switch (bits & 0xf) {
          case 0 -> Kind.NULL_TERMINATED_TEXT;
          case 1 -> Kind.NULL_PADDED_TEXT;
          case 2 -> Kind.SPACE_PADDED_TEXT;
          default -> Kind.OTHER;
        };
    return little(size > 0 ? kind : Kind.OTHER, size, "string");
  }

  /**
   * Reads an enumeration as the integers it is stored as; h5py stores booleans as one of FALSE and
   * TRUE.
   */
  private static ElementType names(ByteBuffer in, int count, int version) {
    ElementType base = of(in);
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int start = in.position();
      for (byte b = in.get(); b != 0; b = in.get()) {
        names.append((char) b);
      }
      names.append(' ');
      if (version < 3) {
        in.position(start + (in.position() - start + 7) / 8 * 8);
      }
    }
    boolean flag = names.toString().equals("FALSE TRUE ");
    return flag ? new ElementType(base.kind, base.size, base.order, "bool") : base;
  }

  private static ByteOrder order(int bits) {
    return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static ElementType little(Kind kind, int size, String name) {
    return new ElementType(kind, size, ByteOrder.LITTLE_ENDIAN, name);
  }

  /**
   * Returns the type that Keras means by two opaque bytes with the attribute {@code dtype =
   * "bfloat16"}.
   */
  ElementType asBfloat16() {
    return little(Kind.BFLOAT16, size, "bfloat16");
  }

  boolean isText() {
    return TEXTS.contains(kind);
  }

  boolean isInteger() {
    return INTEGERS.contains(kind);
  }

  boolean isNumber() {
    return isInteger() || FLOATS.contains(kind);
  }

  /** Turns all bytes of the buffer into floats, from an index of the target on. */
  void floats(ByteBuffer data, float[] target, int from) {
    data.order(order);
    int count = data.remaining() / size;
    if (kind == Kind.FLOAT32) {
      data.asFloatBuffer().get(target, from, count);
      return;
    }
    for (int i = from; i < from + count; i++) {
      target[i] =
          switch (kind) {
            case FLOAT16 -> Half.toFloat(data.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort() << 16);
            case FLOAT64 -> (float) data.getDouble();
            default -> kind == Kind.SIGNED ? (float) next(data) : (float) unsigned(next(data));
          };
    }
  }

  /** Turns all bytes of the buffer into doubles, from an index of the target on. */
  void doubles(ByteBuffer data, double[] target, int from) {
    data.order(order);
    int count = data.remaining() / size;
    if (kind == Kind.FLOAT64) {
      data.asDoubleBuffer().get(target, from, count);
      return;
    }
    for (int i = from; i < from + count; i++) {
      target[i] =
          switch (kind) {
            case FLOAT16 -> Half.toFloat(data.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort() << 16);
            case FLOAT32 -> data.getFloat();
            default -> kind == Kind.SIGNED ? (double) next(data) : unsigned(next(data));
          };
    }
  }

  /**
   * Turns all bytes of the buffer, which must be integers, into longs, from an index of the target
   * on.
   */
  void longs(ByteBuffer data, long[] target, int from) {
    data.order(order);
    int count = data.remaining() / size;
    for (int i = from; i < from + count; i++) {
      target[i] = next(data);
    }
  }

  private long next(ByteBuffer data) {
    boolean signed = kind == Kind.SIGNED;
    return switch (size) {
      case 1 -> signed ? data.get() : Byte.toUnsignedLong(data.get());
      case 2 -> signed ? data.getShort() : Short.toUnsignedLong(data.getShort());
      case 4 -> signed ? data.getInt() : Integer.toUnsignedLong(data.getInt());
      default -> data.getLong();
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }
}
