package keras.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The checksum of HDF5's metadata: Bob Jenkins' lookup3 (2006), little-endian, with seed 0. */
final class Lookup3 {
  private static final int BLOCK = 12;

  private Lookup3() {}

  /** Computes the checksum of a range of bytes. */
  static int hash(byte[] bytes, int from, int length) {
    int a = 0xdeadbeef + length;
    int b = a;
    int c = a;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = from;
    int left = length;
    while (left > BLOCK) {
      a += in.getInt(at);
      b += in.getInt(at + 4);
      c += in.getInt(at + 8);
      a = (a - c) ^ Integer.rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ Integer.rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 4);
      b += a;
      at += BLOCK;
      left -= BLOCK;
    }
    if (left == 0) {
      return c;
    }
    byte[] padded = new byte[BLOCK];
    System.arraycopy(bytes, at, padded, 0, left);
    ByteBuffer tail = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
    a += tail.getInt(0);
    b += tail.getInt(4);
    c += tail.getInt(8);
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
