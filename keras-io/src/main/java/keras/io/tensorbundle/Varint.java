package keras.io.tensorbundle;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Numbers in seven bits a byte, the lowest first. */
final class Varint {
  private static final int MOST_BITS = 63;

  private Varint() {}

  /**
   * Reads a number.
   *
   * @throws BufferUnderflowException if the bytes end before it does, or it never ends
   */
  static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift <= MOST_BITS; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }

  static void write(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }
}
