package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small readings from little-endian buffers. */
final class Bytes {
  private Bytes() {}

  /** Reads a number of 1, 2, 4 or 8 bytes, which must not exceed 2^63 - 1. */
  static long unsigned(ByteBuffer in, int width) {
    long value =
        switch (width) {
          case 1 -> Byte.toUnsignedLong(in.get());
          case 2 -> Short.toUnsignedLong(in.getShort());
          case 4 -> Integer.toUnsignedLong(in.getInt());
          default -> in.getLong();
        };
    if (value < 0) {
      throw new HdfException("a length is " + Long.toUnsignedString(value));
    }
    return value;
  }

  /** Returns the first bytes of a buffer, wherever its position is. */
  static byte[] copy(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(0, bytes);
    return bytes;
  }

  /**
   * Cuts the next bytes off as a buffer of their own, then goes on at a multiple of the alignment.
   */
  static ByteBuffer part(ByteBuffer in, int length, int alignment) {
    int start = in.position();
    ByteBuffer part = in.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(Math.min(in.limit(), start + (length + alignment - 1) / alignment * alignment));
    return part;
  }

  /** Decodes all that remains before the first null byte, as UTF-8 whatever it is marked as. */
  static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
