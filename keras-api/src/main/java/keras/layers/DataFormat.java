package keras.layers;

/**
 * Where images keep their channels.
 *
 * <p>Keras: {@code keras/src/backend/config.py}.
 */
public enum DataFormat {
  /** {@code (batch, ..., channels)}. */
  CHANNELS_LAST,
  /** {@code (batch, channels, ...)}. */
  CHANNELS_FIRST
}
