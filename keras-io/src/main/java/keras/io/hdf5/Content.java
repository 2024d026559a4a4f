package keras.io.hdf5;

import java.nio.ByteBuffer;

/** The bytes of a dataset in row-major order, wherever they are. */
@FunctionalInterface
interface Content {
  /** Fills the buffer from an offset within the data on. */
  void read(long offset, ByteBuffer target);

  /** Returns data that lie in one piece of the file. */
  static Content of(ByteSource source, long start) {
    return (offset, target) -> source.read(start + offset, target);
  }

  /** Returns data that are in memory already. */
  static Content of(ByteBuffer data) {
    return (offset, target) -> {
      target.put(target.position(), data, Math.toIntExact(offset), target.remaining());
      target.position(target.limit());
    };
  }

  /** Returns data that repeat one element. */
  static Content filled(byte[] element) {
    byte[] pattern = new byte[element.length * Math.max(1, 4096 / element.length)];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = element[i % element.length];
    }
    return (offset, target) -> {
      int from = (int) (offset % element.length);
      while (target.hasRemaining()) {
        int length = Math.min(target.remaining(), pattern.length - from);
        target.put(pattern, from, length);
        from = 0;
      }
    };
  }
}
