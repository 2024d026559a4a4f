package keras.io.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Takes a value and may fail at input or output, such as a body that writes to a channel.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
public interface IOConsumer<T> {
  /** Takes the value. */
  void accept(T value) throws IOException;

  /** Returns what writes all of a buffer, which stays as it is. */
  static IOConsumer<WritableByteChannel> bytes(ByteBuffer content) {
    return channel -> {
      ByteBuffer left = content.duplicate();
      while (left.hasRemaining()) {
        channel.write(left);
      }
    };
  }
}
