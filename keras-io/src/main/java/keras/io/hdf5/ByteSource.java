package keras.io.hdf5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, on the disk or in memory. */
interface ByteSource extends AutoCloseable {
  /** The size of a stretch that ends where the file ends. */
  long WHOLE = -1;

  /** The most bytes that are asked of a disk at once. */
  int MOST_AT_ONCE = 1 << 18;

  /** Returns the number of bytes. */
  long size();

  /** Fills the buffer from the position on; both ends must lie within the source. */
  void read(long position, ByteBuffer target);

  @Override
  void close();

  /**
   * Opens a file of the disk. It is read, never mapped, so that it may be replaced while it is
   * open.
   */
  static ByteSource of(Path path) {
    return of(path, 0, WHOLE);
  }

  /** Opens a stretch of a file of the disk. */
  static ByteSource of(Path path, long start, long size) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new Disk(path, channel, start, size == WHOLE ? channel.size() : size);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(path + ": there is no such file.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be opened: " + e.getMessage() + ".", e);
    }
  }

  /** Wraps bytes in memory, which must not change. */
  static ByteSource of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Wraps a stretch of bytes in memory, which must not change. */
  static ByteSource of(byte[] bytes, int start, int size) {
    return new Memory(bytes, start, size);
  }

  /** A file of the disk, or a stretch of it. */
  record Disk(Path path, FileChannel channel, long start, long size) implements ByteSource {
    @Override
    public void read(long position, ByteBuffer target) {
      try {
        long at = start + position;
        int end = target.limit();
        while (target.position() < end) {
          // The JDK keeps a copy outside the heap as large as what it is asked for.
          target.limit(Math.min(end, target.position() + MOST_AT_ONCE));
          int count = channel.read(target, at);
          if (count < 0) {
            throw new IOException("the file became shorter while it was read");
          }
          at += count;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage() + ".", e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(path + ": cannot be closed: " + e.getMessage() + ".", e);
      }
    }
  }

  /** Bytes in memory. */
  @SuppressWarnings(
      "ArrayRecordComponent") // Never compared, and not copied: it may be a whole model.
  record Memory(byte[] bytes, int start, long size) implements ByteSource {
    @Override
    public void read(long position, ByteBuffer target) {
      target.put(bytes, start + Math.toIntExact(position), target.remaining());
    }

    @Override
    public void close() {}
  }
}
