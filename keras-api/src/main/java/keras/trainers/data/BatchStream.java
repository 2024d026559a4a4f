package keras.trainers.data;

import keras.trainers.data.EpochBatches.BatchTensors;

/** One pass over the data. */
interface BatchStream extends AutoCloseable {
  boolean hasNext();

  /**
   * Returns the next batches of one form, at least one; they are valid until those after them.
   *
   * @param most how many at most
   */
  BatchTensors next(int most);

  @Override
  void close();
}
