package keras.config;

import java.util.Arrays;

/**
 * NumPy's older generator, {@code numpy.random.RandomState}, as far as Keras uses it: bit for bit
 * its numbers.
 */
public final class NumpyRandom {
  private final MersenneTwister twister;

  /**
   * Seeds the generator as {@code numpy.random.RandomState(seed)} does.
   *
   * @param seed in [0, 2^32)
   * @throws IllegalArgumentException for another seed
   */
  public NumpyRandom(long seed) {
    if (seed < 0 || seed >= 1L << 32) {
      throw new IllegalArgumentException(
          "NumpyRandom: seed must be in [0, 2**32). Received: seed=%d.".formatted(seed));
    }
    twister = MersenneTwister.ofNumber((int) seed);
  }

  /** Shuffles an array in place, as {@code shuffle} does with an array of one axis. */
  public void shuffle(int[] array) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = upTo(i);
      int kept = array[i];
      array[i] = array[j];
      array[j] = kept;
    }
  }

  /** Returns the numbers 0 to n - 1 in a random order, as {@code permutation(n)} draws it. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    shuffle(order);
    return order;
  }

  /**
   * Returns a random integer in [low, high), as {@code randint(low, high)} draws it.
   *
   * @throws IllegalArgumentException unless low is below high
   */
  public int randint(int low, int high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "NumpyRandom.randint: low must be below high. Received: low=%d, high=%d."
              .formatted(low, high));
    }
    return low + upTo(Math.subtractExact(high, low) - 1);
  }

  /** Returns a random integer in [0, most], both included. */
  private int upTo(int most) {
    if (most == 0) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn;
    do {
      drawn = twister.next() & mask;
    } while (drawn > most);
    return drawn;
  }
}
