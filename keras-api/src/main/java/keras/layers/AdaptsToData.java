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

  /**
   * Learns from the first batches of a dataset's only input, which may have no end.
   *
   * @param steps how many batches, or fewer where the dataset has fewer
   */
  default void adapt(Dataset data, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          this
              + ".adapt: `steps` must be a positive integer. Received: steps=%d.".formatted(steps));
    }
    adapt(data.take(steps));
  }
}
