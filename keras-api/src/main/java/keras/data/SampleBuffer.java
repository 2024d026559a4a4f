package keras.data;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Shuffles streamed samples through a buffer: gives one at random, and the next of the stream takes
 * its place. The orders are those of {@code tf.data.Dataset.shuffle(buffer_size, seed)}.
 */
final class SampleBuffer extends Passes.Derived {
  private static final long DEFAULT_GRAPH_SEED = 87654321;
  private static final long MAX_INT32 = Integer.MAX_VALUE;

  private final Batch[] buffer;
  private final RandomShuffle random;
  private long start;
  private long end;

  /**
   * Makes one pass.
   *
   * @param source samples, each a batch of one, or whole batches
   */
  SampleBuffer(Iterator<Batch> source, int size, RandomShuffle random) {
    super(source);
    this.buffer = new Batch[size];
    this.random = random;
  }

  static void requireSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Dataset.shuffle: the buffer must hold 1 sample or more. Received: %d.".formatted(size));
    }
  }

  /**
   * What gives each pass over one dataset its own random numbers.
   *
   * @param global the seed of {@code set_random_seed}; null where none was set
   */
  static RandomShuffle seeds(@Nullable Long global, long seed) {
    long first = global == null ? DEFAULT_GRAPH_SEED : Math.floorMod(global, MAX_INT32);
    long second = Math.floorMod(seed, MAX_INT32);
    return new RandomShuffle(first, first == 0 && second == 0 ? MAX_INT32 : second);
  }

  /** The random numbers of the next pass. */
  static RandomShuffle nextPass(RandomShuffle seeds) {
    synchronized (seeds) {
      long first = Integer.toUnsignedLong(seeds.next());
      return new RandomShuffle(first, Integer.toUnsignedLong(seeds.next()));
    }
  }

  @Override
  public boolean hasNext() {
    return end > start || source.hasNext();
  }

  @Override
  public Batch next() {
    while (end - start < buffer.length && source.hasNext()) {
      buffer[slot(end++)] = source.next();
    }
    if (end == start) {
      throw Passes.ended();
    }
    long offset = Integer.toUnsignedLong(random.next()) % (end - start);
    int chosen = slot(start + offset);
    Batch out = buffer[chosen];
    buffer[chosen] = buffer[slot(start++)];
    return out;
  }

  private int slot(long index) {
    return (int) (index % buffer.length);
  }
}
