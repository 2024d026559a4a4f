package keras.config;

import java.util.Arrays;

/**
 * NumPy's older generator, {@code numpy.random.RandomState}, as far as Keras and searches use it:
 * bit for bit its numbers. One thread at a time.
 */
public final class NumpyRandom {
  private static final long BITS = 0xffffffffL;

  private final MersenneTwister twister;
  private double kept = Double.NaN; // the second of two normal numbers

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
      int j = (int) upTo(i);
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
    return (int) (low + upTo((long) high - low - 1));
  }

  /**
   * Returns a random integer in [low, high), as {@code randint(low, high)} draws it.
   *
   * @throws IllegalArgumentException unless low is below high, and by less than 2^63
   */
  public long randint(long low, long high) {
    if (low >= high || high - low < 0) {
      throw new IllegalArgumentException(
          "NumpyRandom.randint: low must be below high. Received: low=%d, high=%d."
              .formatted(low, high));
    }
    return low + upTo(high - low - 1);
  }

  /** Returns a random number in [0, 1), as {@code random_sample()} draws it. */
  public double random() {
    int high = twister.next() >>> 5;
    int low = twister.next() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** Returns a random number in [low, high), as {@code uniform(low, high)} draws it. */
  public double uniform(double low, double high) {
    return low + (high - low) * random();
  }

  /**
   * Returns a normal number of mean 0 and deviation 1, as {@code standard_normal()} draws it: two
   * at a time, by Marsaglia's polar method.
   */
  public double standardNormal() {
    if (!Double.isNaN(kept)) {
      double second = kept;
      kept = Double.NaN;
      return second;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * random() - 1;
      y = 2 * random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    kept = factor * x;
    return factor * y;
  }

  /** Returns an exponential number of mean 1, as {@code standard_exponential()} draws it. */
  public double standardExponential() {
    return -StrictMath.log(1 - random());
  }

  /** Returns a random integer in [0, most], both included. */
  private long upTo(long most) {
    if (most == 0) {
      return 0;
    }
    long mask = -1L >>> Long.numberOfLeadingZeros(most);
    long drawn;
    do {
      drawn = (most > BITS ? (long) twister.next() << 32 : 0) | (twister.next() & BITS);
      drawn &= mask;
    } while (drawn > most);
    return drawn;
  }
}
