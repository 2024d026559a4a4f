package keras.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Corrects the checksums of an HDF5 file whose bytes were changed, so that readers look beyond
 * them.
 */
public final class Hdf5Repair {
  private static final int HEADER = 0x5244484f; // "OHDR"
  private static final int HEAP = 0x50485246; // "FRHP"
  private static final int TREE = 0x44485442; // "BTHD"
  private static final int FIXED_ARRAY = 0x44484146; // "FAHD"
  private static final int EXTENSIBLE_ARRAY = 0x44484145; // "EAHD"
  private static final int HEAP_BYTES = 142;
  private static final int TREE_BYTES = 34;
  private static final int LEAF_START_BYTES = 6;
  private static final int FIXED_ARRAY_BYTES = 24;
  private static final int EXTENSIBLE_ARRAY_BYTES = 68;

  private Hdf5Repair() {}

  /** Returns a copy whose checksums hold, as far as they are easily found. */
  public static byte[] repaired(byte[] bytes) {
    byte[] out = bytes.clone();
    ByteBuffer file = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + Long.BYTES <= out.length; at++) {
      switch (file.getInt(at)) {
        case HEADER -> put(file, at, headerBytes(file, at));
        case HEAP -> put(file, at, HEAP_BYTES);
        case TREE -> {
          leaf(file, at);
          put(file, at, TREE_BYTES);
        }
        case FIXED_ARRAY -> put(file, at, FIXED_ARRAY_BYTES);
        case EXTENSIBLE_ARRAY -> put(file, at, EXTENSIBLE_ARRAY_BYTES);
        default -> {}
      }
    }
    if (out.length >= 48 && out[8] >= 2) {
      put(file, 0, 44);
    }
    return out;
  }

  /** Returns the length of a header of version 2 without its checksum. */
  private static long headerBytes(ByteBuffer file, int start) {
    int flags = file.get(start + 5);
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    if (start + prefix + width > file.limit()) {
      return -1;
    }
    long length = 0;
    for (int i = width - 1; i >= 0; i--) {
      length = length << 8 | (file.get(start + prefix + i) & 0xff);
    }
    return length < 0 || length > file.limit() ? -1 : prefix + width + length;
  }

  /** Corrects the one node of a tree that has one. */
  private static void leaf(ByteBuffer file, int start) {
    if (start + TREE_BYTES <= file.limit() && file.getShort(start + 12) == 0) {
      long node = file.getLong(start + 16);
      long records =
          (long) Short.toUnsignedInt(file.getShort(start + 10))
              * Short.toUnsignedInt(file.getShort(start + 24));
      if (node >= 0 && node < file.limit()) {
        put(file, (int) node, LEAF_START_BYTES + records);
      }
    }
  }

  private static void put(ByteBuffer file, int start, long length) {
    if (length > 0 && start + length + Integer.BYTES <= file.limit()) {
      byte[] bytes = new byte[(int) length];
      file.get(start, bytes);
      int hash = Lookup3.hash(bytes, 0, bytes.length);
      file.putInt(start + (int) length, hash);
    }
  }
}
