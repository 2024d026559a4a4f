package keras.io.migration;

import keras.saving.SaveOptions.Dialect;

/** Whom a config is to be read by. */
public enum Target {
  /** Keras 3. */
  KERAS_3("3.15.1"),
  /** tf_keras, which is Keras 2. */
  TF_KERAS("2.21.0"),
  /** Both. */
  PORTABLE("2.15.0");

  private final String version;

  Target(String version) {
    this.version = version;
  }

  /** Returns the readers that a dialect is for. */
  public static Target of(Dialect dialect) {
    return valueOf(dialect.name());
  }

  /** Returns what a file says is the version of the Keras that wrote it. */
  public String version() {
    return version;
  }

  /** Whether tf_keras is among the readers. */
  boolean tfKerasReads() {
    return this != KERAS_3;
  }
}
