package keras.trainers;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The seed of the order of samples: what was last given to {@code Keras.setRandomSeed}. */
public final class Seeding {
  private static volatile @Nullable Long seed;
  private static final ThreadLocal<@Nullable Long> OWN = new ThreadLocal<>();

  private Seeding() {}

  /** Sets the seed; within {@link #apart}, that of this thread. */
  public static void set(long value) {
    if (OWN.get() == null) {
      seed = value;
    } else {
      OWN.set(value);
    }
  }

  /** Works with a seed of its own, in this thread. */
  public static <T extends @Nullable Object> T apart(long value, Supplier<T> work) {
    Long before = OWN.get();
    OWN.set(value);
    try {
      return work.get();
    } finally {
      if (before == null) {
        OWN.remove();
      } else {
        OWN.set(before);
      }
    }
  }

  static @Nullable Long get() {
    Long own = OWN.get();
    return own == null ? seed : own;
  }
}
