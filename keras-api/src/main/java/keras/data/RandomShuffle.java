package keras.data;

/**
 * TensorFlow's {@code RandomShuffle} kernel: numbers of Philox 4x32-10 (Salmon et al., 2011) in a
 * forward Fisher-Yates shuffle. Each execution goes on in the kernel's random stream.
 */
final class RandomShuffle {
  private static final long MAX_INT32 = 2147483647L;

  private final int key0;
  private final int key1;
  private int counter0;
  private int counter1;
  private int counter2;
  private int counter3;
  private final int[] block = new int[4];
  private int used = 4;

  /** Makes the kernel of an op with the attributes {@code seed} and {@code seed2}. */
  RandomShuffle(long seed, long seed2) {
    key0 = (int) seed;
    key1 = (int) (seed >>> 32);
    counter2 = (int) seed2;
    counter3 = (int) (seed2 >>> 32);
  }

  /** Makes the kernel that the first random op of a function gets from {@code set_random_seed}. */
  static RandomShuffle ofGraphSeed(long seed) {
    long wrapped = Math.floorMod(seed, MAX_INT32);
    return wrapped == 0 ? new RandomShuffle(0, MAX_INT32) : new RandomShuffle(wrapped, 0);
  }

  /** Shuffles {@code values[from] … values[to - 1]} in place: one execution of the op. */
  synchronized void shuffle(int[] values, int from, int to) {
    int n = to - from;
    for (int i = 0; i < n - 1; i++) {
      if (i % 4 == 0) {
        nextBlock();
      }
      int j = i + Integer.remainderUnsigned(block[i % 4], n - i);
      int swapped = values[from + i];
      values[from + i] = values[from + j];
      values[from + j] = swapped;
    }
  }

  /** Makes the numbers that a stateless op draws from a seed of two numbers. */
  static RandomShuffle stateless(long first, long second) {
    RandomShuffle mix = new RandomShuffle(0x02461e293ec8f720L, second);
    mix.counter0 = (int) first;
    mix.counter1 = (int) (first >>> 32);
    mix.nextBlock();
    int[] block = mix.block;
    return new RandomShuffle(
        Integer.toUnsignedLong(block[0]) | (long) block[1] << 32,
        Integer.toUnsignedLong(block[2]) | (long) block[3] << 32);
  }

  /** Returns the next number in [0, 1), of two of the stream. */
  synchronized double nextDouble() {
    long high = next() & 0xfffffL;
    long bits = 1023L << 52 | high << 32 | Integer.toUnsignedLong(next());
    return Double.longBitsToDouble(bits) - 1;
  }

  /** Returns the next number of the stream, as TensorFlow's {@code SingleSampleAdapter}. */
  synchronized int next() {
    if (used == 4) {
      nextBlock();
      used = 0;
    }
    return block[used++];
  }

  private void nextBlock() {
    int a = counter0;
    int b = counter1;
    int c = counter2;
    int d = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < 10; round++) {
      long p = (a & 0xffffffffL) * 0xD2511F53L;
      long q = (c & 0xffffffffL) * 0xCD9E8D57L;
      a = (int) (q >>> 32) ^ b ^ k0;
      c = (int) (p >>> 32) ^ d ^ k1;
      b = (int) q;
      d = (int) p;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    block[0] = a;
    block[1] = b;
    block[2] = c;
    block[3] = d;
    if (++counter0 == 0 && ++counter1 == 0 && ++counter2 == 0) {
      counter3++;
    }
  }
}
