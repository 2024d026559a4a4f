package keras.io.hdf5;

import java.io.ByteArrayOutputStream;

/** Builds bytes from numbers, the lowest byte first. */
final class LittleEndian {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds one byte of each. */
  LittleEndian bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  LittleEndian bytes(byte[] values) {
    out.writeBytes(values);
    return this;
  }

  LittleEndian two(int value) {
    return number(value, 2);
  }

  LittleEndian four(int value) {
    return number(value, 4);
  }

  LittleEndian eight(long value) {
    return number(value, 8);
  }

  /** Adds zeros until the length is a multiple of eight. */
  LittleEndian pad() {
    return bytes(new byte[-out.size() & 7]);
  }

  /** Adds zeros up to a length. */
  LittleEndian padTo(int length) {
    return bytes(new byte[length - out.size()]);
  }

  /** Adds the checksum of all that was added. */
  LittleEndian checksum() {
    return four(Lookup3.hash(toBytes(), 0, out.size()));
  }

  private LittleEndian number(long value, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
