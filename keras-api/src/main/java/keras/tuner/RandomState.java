package keras.tuner;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import keras.config.NumpyRandom;

/** What scikit-learn's {@code check_random_state} makes of a seed or a generator. */
record RandomState(Supplier<NumpyRandom> from, String text) {

  /** A generator that starts anew each time. */
  static RandomState of(long seed) {
    if (seed < 0 || seed >= 1L << 32) {
      throw new IllegalArgumentException(
          "randomState: the seed must be in [0, 2**32). Received: %d.".formatted(seed));
    }
    return new RandomState(() -> new NumpyRandom(seed), Long.toString(seed));
  }

  /** A generator that goes on. */
  static RandomState of(NumpyRandom random) {
    return new RandomState(() -> random, "a generator");
  }

  /** A generator of which nobody knows the seed. */
  static NumpyRandom fresh() {
    return new NumpyRandom(ThreadLocalRandom.current().nextLong(1L << 32));
  }

  NumpyRandom generator() {
    return from.get();
  }

  @Override
  public String toString() {
    return text;
  }
}
