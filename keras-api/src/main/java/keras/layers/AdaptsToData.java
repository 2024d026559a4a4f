package keras.layers;

import keras.data.Dataset;

/**
 * A layer that learns from data before training: moments, a vocabulary, bins.
 *
 * <p>Keras: {@code adapt} of its preprocessing layers.
 */
public interface AdaptsToData {
  /**
   * Learns from an array, and builds the layer for its shape.
   *
   * @param x an array as {@link keras.data.SampleArray#of} takes it
   */
  void adapt(Object x);

  /** Learns from a dataset's only input, batch by batch. */
  void adapt(Dataset data);
}
