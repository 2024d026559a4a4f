package keras.config;

/**
 * Python's {@code random} module as far as Keras uses it: the Mersenne Twister MT19937, seeded with
 * an integer, and {@code randint}.
 *
 * <p>Bit for bit the numbers of CPython's {@code random.seed(n)}; {@code random.randint(a, b)}.
 */
public final class PythonRandom {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int position;

  /**
   * Seeds the generator as {@code random.seed(seed)} does.
   *
   * @param seed at least 0, as an unsigned 64-bit integer
   */
  public PythonRandom(long seed) {
    int[] key = (seed >>> 32) != 0 ? new int[] {(int) seed, (int) (seed >>> 32)} : keyOf(seed);
    initialise(19650218);
    int i = 1;
    int j = 0;
    for (int k = Math.max(N, key.length); k > 0; k--) {
      state[i] = (state[i] ^ (scramble(i) * 1664525)) + key[j] + j;
      i++;
      j++;
      if (i >= N) {
        state[0] = state[N - 1];
        i = 1;
      }
      if (j >= key.length) {
        j = 0;
      }
    }
    for (int k = N - 1; k > 0; k--) {
      state[i] = (state[i] ^ (scramble(i) * 1566083941)) - i;
      i++;
      if (i >= N) {
        state[0] = state[N - 1];
        i = 1;
      }
    }
    state[0] = 0x80000000;
  }

  private static int[] keyOf(long seed) {
    return new int[] {(int) seed};
  }

  private void initialise(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * scramble(i) + i;
    }
    position = N;
  }

  private int scramble(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int next() {
    if (position >= N) {
      for (int k = 0; k < N; k++) {
        int y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
        state[k] = state[(k + M) % N] ^ (y >>> 1) ^ ((y & 1) != 0 ? 0x9908b0df : 0);
      }
      position = 0;
    }
    int y = state[position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /**
   * Returns a random integer in [low, high], both included, as Python's {@code randint} draws it.
   */
  public int randint(int low, int high) {
    int n = Math.addExact(Math.subtractExact(high, low), 1);
    int shift = Integer.numberOfLeadingZeros(n);
    int r;
    do {
      r = next() >>> shift;
    } while (r < 0 || r >= n);
    return low + r;
  }
}
