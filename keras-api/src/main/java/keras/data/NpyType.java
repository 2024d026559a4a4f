package keras.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** NumPy's element types and the arrays that hold them here. */
enum NpyType {
  FLOAT32("<f4", ArrayType.FLOAT32, 4) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      from.asFloatBuffer().get((float[]) array, at, n);
    }
  },
  FLOAT64("<f8", ArrayType.FLOAT64, 8) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      from.asDoubleBuffer().get((double[]) array, at, n);
    }
  },
  INT32("<i4", ArrayType.INT32, 4) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      from.asIntBuffer().get((int[]) array, at, n);
    }
  },
  INT64("<i8", ArrayType.INT64, 8) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      from.asLongBuffer().get((long[]) array, at, n);
    }
  },
  UINT8("|u1", ArrayType.UINT8, 1) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      from.get((byte[]) array, at, n);
    }
  },
  BOOL("|b1", ArrayType.BOOL, 1) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      boolean[] to = (boolean[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = from.get(i) != 0;
      }
    }
  },
  INT16("<i2", ArrayType.INT32, 2) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      int[] to = (int[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = from.getShort(2 * i);
      }
    }

    @Override
    void put(Object array, int offset, int n, ByteBuffer to) {
      int[] from = (int[]) array;
      for (int i = 0; i < n; i++) {
        to.putShort(2 * i, (short) from[offset + i]);
      }
    }
  },
  FLOAT16("<f2", ArrayType.FLOAT32, 2) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      float[] to = (float[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = toFloat(from.getShort(2 * i));
      }
    }
  },
  INT8("|i1", ArrayType.INT32, 1) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      int[] to = (int[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = from.get(i);
      }
    }
  },
  UINT16("<u2", ArrayType.INT32, 2) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      int[] to = (int[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = Short.toUnsignedInt(from.getShort(2 * i));
      }
    }
  },
  UINT32("<u4", ArrayType.INT64, 4) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) {
      long[] to = (long[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = Integer.toUnsignedLong(from.getInt(4 * i));
      }
    }
  },
  UINT64("<u8", ArrayType.INT64, 8) {
    @Override
    void get(ByteBuffer from, Object array, int at, int n) throws IOException {
      long[] to = (long[]) array;
      for (int i = 0; i < n; i++) {
        to[at + i] = from.getLong(8 * i);
        if (to[at + i] < 0) {
          throw new IOException(
              "the element %s is more than int64 holds. Convert the array with astype('float64') before saving it."
                  .formatted(Long.toUnsignedString(to[at + i])));
        }
      }
    }
  };

  final String descr;
  final ArrayType element;
  final int bytes;

  NpyType(String descr, ArrayType element, int bytes) {
    this.descr = descr;
    this.element = element;
    this.bytes = bytes;
  }

  /** Reads {@code n} elements from the start of a buffer into an array. */
  abstract void get(ByteBuffer from, Object array, int at, int n) throws IOException;

  /** Writes {@code n} elements of an array to the start of a buffer. */
  void put(Object array, int offset, int n, ByteBuffer to) {
    element.put(array, offset, n, to);
  }

  /** Returns the type of NumPy's name for it, whatever order its bytes have. */
  static NpyType of(String file, String descr) throws IOException {
    for (NpyType type : values()) {
      if (type.code().equals(descr.replaceFirst("^[<>=|]", ""))) {
        return type;
      }
    }
    throw new IOException(
        "%s: expected elements of %s. Received: '%s'. Convert the array with astype before saving it."
            .formatted(file, Arrays.stream(values()).map(NpyType::code).toList(), descr));
  }

  private String code() {
    return descr.substring(1);
  }

  /** Returns the type that writes an element. */
  static NpyType of(ArrayType element) {
    return switch (element) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case UINT8 -> UINT8;
      case BOOL -> BOOL;
      case STRING ->
          throw new IllegalArgumentException(
              "Npy: expected an array of numbers or booleans. Received: one of strings.");
    };
  }

  /** Returns the value of an IEEE 754 half-precision number. */
  static float toFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float size;
    if (exponent == 0x1f) {
      size = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = mantissa * 0x1p-24f;
    } else {
      size = Float.intBitsToFloat((exponent + 112) << 23 | mantissa << 13);
    }
    return half < 0 ? -size : size;
  }
}
