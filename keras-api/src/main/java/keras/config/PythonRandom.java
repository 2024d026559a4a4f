package keras.config;

import java.util.function.IntUnaryOperator;

/**
 * Python's {@code random} module as far as Keras uses it: the Mersenne Twister MT19937, seeded with
 * an integer, {@code randint} and {@code shuffle}.
 *
 * <p>Bit for bit the numbers of CPython's {@code random.seed(n)}; {@code random.randint(a, b)}.
 */
public final class PythonRandom {
  private final MersenneTwister twister;

  /**
   * Seeds the generator as {@code random.seed(seed)} does.
   *
   * @param seed at least 0, as an unsigned 64-bit integer
   */
  public PythonRandom(long seed) {
    int low = (int) seed;
    int high = (int) (seed >>> 32);
    twister = high == 0 ? MersenneTwister.ofKey(low) : MersenneTwister.ofKey(low, high);
  }

  /**
   * Returns a random integer in [low, high], both included, as Python's {@code randint} draws it.
   */
  public int randint(int low, int high) {
    int n = Math.addExact(Math.subtractExact(high, low), 1);
    int shift = Integer.numberOfLeadingZeros(n);
    int r;
    do {
      r = twister.next() >>> shift;
    } while (r < 0 || r >= n);
    return low + r;
  }

  /**
   * Shuffles as Python's {@code random.shuffle} does.
   *
   * @param drawBelow draws a whole number from 0 on below the one that it is given
   */
  public static void shuffle(int[] order, IntUnaryOperator drawBelow) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = drawBelow.applyAsInt(i + 1);
      int last = order[i];
      order[i] = order[j];
      order[j] = last;
    }
  }
}
