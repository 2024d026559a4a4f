package keras.config;

/** The Mersenne Twister MT19937, on which Python's and NumPy's older random numbers rest. */
final class MersenneTwister {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int position;

  private MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * scramble(i) + i;
    }
    position = N;
  }

  /** Seeds with one number, as {@code numpy.random.RandomState(seed)} does. */
  static MersenneTwister ofNumber(int seed) {
    return new MersenneTwister(seed);
  }

  /** Seeds with several numbers, as Python's {@code random.seed} does. */
  static MersenneTwister ofKey(int... key) {
    MersenneTwister twister = new MersenneTwister(19650218);
    twister.mix(key);
    return twister;
  }

  private void mix(int[] key) {
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

  private int scramble(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  /** Returns the next 32 random bits. */
  int next() {
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
}
