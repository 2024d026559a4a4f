package keras.io.weights;

/** The Keras that wrote a file, or is to read it. */
public enum Framework {
  /** Keras 3. */
  KERAS_3,
  /** Keras 2, today as the package tf_keras. */
  TF_KERAS
}
