package keras.trainers;

import org.jspecify.annotations.Nullable;

/** The seed of the order of samples: what was last given to {@code Keras.setRandomSeed}. */
public final class Seeding {
  private static volatile @Nullable Long seed;

  private Seeding() {}

  /** Sets the seed. */
  public static void set(long value) {
    seed = value;
  }

  static @Nullable Long get() {
    return seed;
  }
}
