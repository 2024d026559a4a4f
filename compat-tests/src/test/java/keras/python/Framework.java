package keras.python;

/** The two Kerases that files are exchanged with. */
public enum Framework {
  /** Keras 3 on TensorFlow. */
  KERAS3,
  /** Keras 2, as the package tf_keras. */
  TF_KERAS;

  /** Returns the name that server.py knows it by. */
  String id() {
    return this == KERAS3 ? "keras3" : "tf_keras";
  }

  /** Returns what the fixtures call it. */
  public String tag() {
    return this == KERAS3 ? "k3" : "tk";
  }
}
