package keras.data;

import java.util.Iterator;

/**
 * Batches by their numbers: what {@code keras.utils.PyDataset} is in Python.
 *
 * <pre>{@code
 * final class Photos implements IndexedDataset {
 *   @Override public long numBatches() { return files.size() / 32; }
 *   @Override public Batch get(int index) { return read(files.subList(32 * index, 32 * index + 32)); }
 *   @Override public int workers() { return 4; }
 * }
 * model.fit(new Photos(), f -> f.epochs(3));
 * }</pre>
 *
 * <p>{@code fit} shuffles the order of the batches anew in each epoch, unless {@code
 * shuffle(false)} says otherwise; after {@code Keras.setRandomSeed} the orders are those of Keras.
 * {@code evaluate}, {@code predict} and validation take the batches in their order. What {@link
 * #map} and its like make of it is a stream: {@code fit} does not shuffle that, and its epochs are
 * not told.
 *
 * <p>Keras' {@code use_multiprocessing} has no place in Java, whose threads compute side by side.
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters/py_dataset_adapter.py}.
 */
public interface IndexedDataset extends Dataset {
  /** Returns how many batches there are; {@link Dataset#ENDLESS} for numbers without end. */
  long numBatches();

  /**
   * Returns a batch. With several {@link #workers}, several threads call it at once.
   *
   * @param index in [0, numBatches)
   */
  Batch get(int index);

  /** Is called where an epoch, an evaluation or a prediction starts. */
  default void onEpochBegin() {}

  /**
   * Is called where an epoch, an evaluation or a prediction has come to its end; and once before
   * each {@code fit}, evaluation and validation, as Keras does.
   */
  default void onEpochEnd() {}

  /** Returns how many threads make batches ahead; with 1, as by default, whoever takes a batch. */
  default int workers() {
    return 1;
  }

  /** Returns how many batches several workers make ahead at most. */
  default int maxQueueSize() {
    return 10;
  }

  @Override
  default long cardinality() {
    return numBatches();
  }

  @Override
  default Iterator<Batch> iterator() {
    return iterator(false);
  }

  /**
   * Starts a pass over the batches.
   *
   * @param shuffle whether they come in an order that is drawn as Python's {@code random.shuffle}
   *     draws it; batches without end are never shuffled
   */
  default Iterator<Batch> iterator(boolean shuffle) {
    return IndexedPass.of(this, shuffle);
  }
}
