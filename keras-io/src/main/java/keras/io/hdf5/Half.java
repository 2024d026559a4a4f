package keras.io.hdf5;

/** Numbers of 16 bits, which Java 17 has no types for: IEEE 754's half and bfloat16. */
final class Half {
  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;
  private static final double TOO_LARGE = 65520;
  private static final int FRACTION_BITS = 10;
  private static final int SMALLEST_EXPONENT = -14;

  private Half() {}

  /** Returns a half as a float, exactly. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> FRACTION_BITS) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
    }
    if (exponent == 0) {
      float value = mantissa * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | ((exponent + 127 - 15) << 23) | (mantissa << 13));
  }

  /** Returns the half nearest to a number, the even one of two. */
  static short of(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return (short) (sign | NAN);
    }
    if (size >= TOO_LARGE) {
      return (short) (sign | INFINITY);
    }
    int exponent = Math.max(SMALLEST_EXPONENT, Math.getExponent(size));
    // Steps of the half's last place; a carry out of the fraction raises the exponent, as it
    // should.
    int steps = (int) Math.rint(Math.scalb(size, FRACTION_BITS - exponent));
    int biased = exponent - SMALLEST_EXPONENT;
    return (short) (sign | (biased << FRACTION_BITS) + steps);
  }

  /** Returns the bfloat16 nearest to the number as a float, the even one of two. */
  static short bfloat16(double value) {
    float nearest = (float) value;
    int bits = Float.floatToRawIntBits(nearest);
    if (Float.isNaN(nearest)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
