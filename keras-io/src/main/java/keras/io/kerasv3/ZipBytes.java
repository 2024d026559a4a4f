package keras.io.kerasv3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import keras.io.hdf5.Hdf5File;
import keras.saving.ModelFormatException;

/** The bytes of a zip by their positions, on the disk or in memory. */
interface ZipBytes extends AutoCloseable {
  /** Returns the name that messages give the zip. */
  String name();

  /** Returns the number of bytes. */
  long size();

  /** Fills a buffer from a position on; both ends lie in the zip. */
  void get(long position, ByteBuffer buffer);

  /**
   * Opens a stretch that is an HDF5 file.
   *
   * @param shown how messages shall call it
   */
  Hdf5File hdf5(String shown, long start, long size);

  @Override
  void close();

  /** Fills a buffer from a position on; all of it must lie in the zip. */
  default void fill(long position, ByteBuffer buffer) {
    if (position < 0 || position > size() - buffer.remaining()) {
      throw new ModelFormatException(name(), "", "it is truncated.");
    }
    get(position, buffer);
  }

  /** Reads bytes from a position on, little-endian; all of them must lie in the zip. */
  default ByteBuffer read(long position, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(position, buffer);
    return buffer.flip();
  }

  /** Opens a zip on the disk. */
  static ZipBytes open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new OnDisk(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(path + ": there is no such file.", e);
    } catch (IOException e) {
      throw OnDisk.failed(path, e);
    }
  }

  /** A zip on the disk. */
  record OnDisk(Path path, FileChannel channel, long size) implements ZipBytes {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public void get(long position, ByteBuffer buffer) {
      try {
        long at = position;
        while (buffer.hasRemaining()) {
          int count = channel.read(buffer, at);
          if (count < 0) {
            throw new IOException("the file became shorter while it was read");
          }
          at += count;
        }
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    @Override
    public Hdf5File hdf5(String shown, long start, long size) {
      return Hdf5File.open(shown, path, start, size);
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    private static UncheckedIOException failed(Path path, IOException e) {
      return new UncheckedIOException(path + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** A zip in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy may be as large as a model
  record InMemory(String name, byte[] bytes) implements ZipBytes {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void get(long position, ByteBuffer buffer) {
      buffer.put(bytes, (int) position, buffer.remaining());
    }

    @Override
    public Hdf5File hdf5(String shown, long start, long size) {
      return Hdf5File.open(shown, bytes, (int) start, (int) size);
    }

    @Override
    public void close() {}
  }
}
