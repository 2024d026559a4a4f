package keras.config;

/**
 * Makes an object of what a file's config says of it, for a class without a constructor that takes
 * nothing; see {@link CustomObjects#of(String, Factory)}.
 */
@FunctionalInterface
public interface Factory {
  /** Returns a new object, made with the arguments that its constructor needs. */
  KerasObject make(Config config);
}
