package keras.preprocessing;

import org.jspecify.annotations.Nullable;

/** What {@link DatasetSplit} takes. */
public final class SplitOptions {
  @Nullable Number leftSize;
  @Nullable Number rightSize;
  boolean shuffle;
  @Nullable Integer seed;

  SplitOptions() {}

  /** Sets the fraction of the samples on the left side, above 0 and below 1. */
  public SplitOptions leftSize(double fraction) {
    leftSize = fraction;
    return this;
  }

  /** Sets how many samples are on the left side. */
  public SplitOptions leftSize(int samples) {
    leftSize = samples;
    return this;
  }

  /** Sets the fraction of the samples on the right side, above 0 and below 1. */
  public SplitOptions rightSize(double fraction) {
    rightSize = fraction;
    return this;
  }

  /** Sets how many samples are on the right side. */
  public SplitOptions rightSize(int samples) {
    rightSize = samples;
    return this;
  }

  /** Sets whether the samples are shuffled before they are parted; they are not by default. */
  public SplitOptions shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return this;
  }

  /** Sets the seed of the order: with the same seed Python gives the same order. */
  public SplitOptions seed(int seed) {
    this.seed = seed;
    return this;
  }
}
