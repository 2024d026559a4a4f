package keras.io.storage;

import java.io.IOException;

/**
 * Takes a value and may fail at input or output, such as a body that writes to a channel.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
public interface IOConsumer<T> {
  /** Takes the value. */
  void accept(T value) throws IOException;
}
