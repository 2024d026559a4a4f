package keras.io.storage;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Where files are written: {@code AtomicFile::write}, or in tests a disk that is full. */
@FunctionalInterface
public interface Disk {
  /**
   * Writes a file as a whole, or leaves it as it was.
   *
   * @param body is given the channel, which is closed for it
   */
  void write(Path target, IOConsumer<WritableByteChannel> body);
}
