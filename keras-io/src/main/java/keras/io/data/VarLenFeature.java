package keras.io.data;

/**
 * A feature of any length: {@code tf.io.VarLenFeature}, as {@code tf.sparse.to_dense} lays it out.
 * A batch is (batch, longest); zeros or empty strings fill the shorter ones up. Where no example of
 * a batch has a string, it is (batch, 1) of empty strings, where TensorFlow's is (batch, 0).
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/python/ops/parsing_config.py}.
 *
 * @param dtype float32, int64 or string
 */
public record VarLenFeature(String dtype) implements ExampleFeature {
  /** Checks the dtype. */
  public VarLenFeature {
    ExampleFeature.requireDtype("VarLenFeature", dtype);
  }
}
