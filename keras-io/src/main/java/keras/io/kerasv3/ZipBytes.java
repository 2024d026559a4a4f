package keras.io.kerasv3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import keras.saving.ModelFormatException;

/** The bytes of a zip on the disk, by their positions. */
record ZipBytes(Path path, FileChannel channel, long size) implements AutoCloseable {
  static ZipBytes open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new ZipBytes(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(path + ": there is no such file.", e);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Reads bytes from a position on, little-endian; all of them must lie in the file. */
  ByteBuffer read(long position, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(position, buffer);
    return buffer.flip();
  }

  /** Fills a buffer from a position on; all of it must lie in the file. */
  void fill(long position, ByteBuffer buffer) {
    if (position < 0 || position > size - buffer.remaining()) {
      throw new ModelFormatException(path.toString(), "", "it is truncated.");
    }
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
