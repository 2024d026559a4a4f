package keras.data;

/** Element types changed as NumPy's {@code astype} does. */
final class Casts {
  private Casts() {}

  /** Returns {@code length} elements from {@code offset} as a new array of type {@code to}. */
  static Object cast(Object array, int offset, int length, ArrayType from, ArrayType to) {
    if (from == to) {
      Object copy = to.allocate(length);
      System.arraycopy(array, offset, copy, 0, length);
      return copy;
    }
    if (from == ArrayType.STRING || to == ArrayType.STRING) {
      throw new IllegalArgumentException(
          "Strings and numbers cannot be cast to each other. Received: %s for %s."
              .formatted(from.dtype, to.dtype));
    }
    return switch (to) {
      case FLOAT32 -> toFloats(array, offset, length, from);
      case FLOAT64 -> toDoubles(array, offset, length, from);
      case INT32 -> toInts(array, offset, length, from);
      case INT64 -> toLongs(array, offset, length, from);
      case UINT8 -> toBytes(array, offset, length, from);
      case BOOL -> toBooleans(array, offset, length, from);
      case STRING -> throw new IllegalStateException("Unreachable: refused above.");
    };
  }

  private static float[] toFloats(Object array, int offset, int length, ArrayType from) {
    float[] to = new float[length];
    if (array instanceof double[] a) {
      for (int i = 0; i < length; i++) {
        to[i] = (float) a[offset + i];
      }
    } else if (array instanceof byte[] a) {
      for (int i = 0; i < length; i++) {
        to[i] = a[offset + i] & 0xff;
      }
    } else if (array instanceof long[] a) { // by way of double it would be rounded twice
      for (int i = 0; i < length; i++) {
        to[i] = (float) a[offset + i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        to[i] = (float) from.number(array, offset + i);
      }
    }
    return to;
  }

  private static double[] toDoubles(Object array, int offset, int length, ArrayType from) {
    double[] to = new double[length];
    for (int i = 0; i < length; i++) {
      to[i] = from.number(array, offset + i);
    }
    return to;
  }

  private static int[] toInts(Object array, int offset, int length, ArrayType from) {
    int[] to = new int[length];
    for (int i = 0; i < length; i++) {
      to[i] =
          array instanceof long[] a ? (int) a[offset + i] : (int) from.number(array, offset + i);
    }
    return to;
  }

  private static long[] toLongs(Object array, int offset, int length, ArrayType from) {
    long[] to = new long[length];
    for (int i = 0; i < length; i++) {
      to[i] = (long) from.number(array, offset + i);
    }
    return to;
  }

  private static byte[] toBytes(Object array, int offset, int length, ArrayType from) {
    byte[] to = new byte[length];
    for (int i = 0; i < length; i++) {
      to[i] =
          (byte)
              (array instanceof long[] a ? a[offset + i] : (long) from.number(array, offset + i));
    }
    return to;
  }

  private static boolean[] toBooleans(Object array, int offset, int length, ArrayType from) {
    boolean[] to = new boolean[length];
    for (int i = 0; i < length; i++) {
      to[i] = from.number(array, offset + i) != 0;
    }
    return to;
  }
}
