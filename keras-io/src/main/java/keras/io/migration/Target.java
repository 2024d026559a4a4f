package keras.io.migration;

/** Whom a config is to be read by. */
public enum Target {
  /** Keras 3. */
  KERAS_3,
  /** tf_keras, which is Keras 2. */
  TF_KERAS,
  /** Both. */
  PORTABLE;

  /** Whether tf_keras is among the readers. */
  boolean tfKerasReads() {
    return this != KERAS_3;
  }
}
