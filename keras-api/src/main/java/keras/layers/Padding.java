package keras.layers;

/**
 * What a window that moves over its input does at the edges.
 *
 * <p>Keras: {@code keras/src/utils/argument_validation.py}.
 */
public enum Padding {
  /** The window stays inside. */
  VALID,
  /** The edges are padded evenly, so that strides of 1 keep the size. */
  SAME,
  /** The beginning is padded, so that no step of the output sees a later one of the input. */
  CAUSAL
}
