package keras.config;

/**
 * Something Keras writes as a bare string, such as the activation {@code "relu"}.
 *
 * <p>A type that is identified has a {@code static T get(String id)}, which reads the string back.
 */
public interface Identified {
  /** Returns the string Keras writes. */
  String id();

  /** Returns what stands in configs: the string, unless it is to be written as it was read. */
  default Object description() {
    return id();
  }
}
