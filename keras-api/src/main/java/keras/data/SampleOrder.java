package keras.data;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a shuffled {@code fit} visits the samples, as one of Keras' versions draws it.
 *
 * <pre>{@code
 * Supplier<int[]> passes = SampleOrder.KERAS_3.shuffled(60_000, 42L);
 * int[] firstEpoch = passes.get();
 * int[] secondEpoch = passes.get();
 * }</pre>
 *
 * <p>Each {@code get()} is the order of one pass over the data: indices in [0, samples), to be cut
 * into batches from the start. The array belongs to the supplier and must not be changed. With a
 * seed (the value given to {@code Keras.setRandomSeed}) the orders equal those of Python's Keras on
 * TensorFlow; without one every pass is different, in every run.
 *
 * <p>Keras: keras/src/trainers/data_adapters/array_data_adapter.py
 */
public enum SampleOrder {
  /**
   * Keras 3 up to 3.15: a seed gives one order, which every epoch and every {@code fit} repeats
   * (each epoch makes TensorFlow's shuffle kernel anew, so its random stream starts over).
   */
  KERAS_3,
  /** tf_keras and Keras 2: the epochs of one {@code fit} draw from one random stream. */
  TF_KERAS,
  /** A fresh order every epoch, also inside of batches; a seed repeats the sequence of orders. */
  FRESH;

  /** Returns the samples in their own order, for every pass. */
  public static Supplier<int[]> unshuffled(int samples) {
    int[] order = range(samples);
    return () -> order;
  }

  /**
   * Returns the orders of {@code shuffle=true}: all samples are shuffled.
   *
   * @param seed null for orders that no run repeats
   */
  public Supplier<int[]> shuffled(int samples, @Nullable Long seed) {
    return passes(samples, Math.max(samples, 1), seed);
  }

  /**
   * Returns the orders of {@code shuffle="batch"}: batches keep their place, the samples of each
   * are shuffled within it.
   *
   * @param seed null for orders that no run repeats
   * @throws UnsupportedOperationException for {@link #TF_KERAS}, which shuffles samples and targets
   *     apart there
   */
  public Supplier<int[]> shuffledInBatches(int samples, int batchSize, @Nullable Long seed) {
    if (this == TF_KERAS) {
      throw new UnsupportedOperationException(
          "SampleOrder.TF_KERAS: shuffle=\"batch\" of tf_keras shuffles samples and targets apart. "
              + "Use shuffle=true, or another order.");
    }
    if (batchSize <= 0) {
      throw new IllegalArgumentException(
          "SampleOrder: the batch size must be a positive integer. Received: %d."
              .formatted(batchSize));
    }
    return passes(samples, batchSize, seed);
  }

  private Supplier<int[]> passes(int samples, int batchSize, @Nullable Long seed) {
    if (seed != null && this == KERAS_3) {
      int[] order = pass(kernel(seed), samples, batchSize);
      return () -> order;
    }
    RandomShuffle kernel = kernel(seed);
    return () -> pass(kernel, samples, batchSize);
  }

  private static int[] pass(RandomShuffle kernel, int samples, int batchSize) {
    int[] order = range(samples);
    for (int from = 0; from < samples; ) {
      int to = (int) Math.min((long) from + batchSize, samples);
      kernel.shuffle(order, from, to);
      from = to;
    }
    return order;
  }

  private static RandomShuffle kernel(@Nullable Long seed) {
    if (seed == null) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      return new RandomShuffle(random.nextLong(), random.nextLong());
    }
    return RandomShuffle.ofGraphSeed(seed);
  }

  private static int[] range(int n) {
    int[] range = new int[n];
    for (int i = 0; i < n; i++) {
      range[i] = i;
    }
    return range;
  }
}
