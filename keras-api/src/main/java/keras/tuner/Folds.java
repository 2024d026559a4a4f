package keras.tuner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keras.config.NumpyRandom;
import org.jspecify.annotations.Nullable;

/** What the kinds of folds share: their number, and how they are shuffled. */
abstract class Folds<S extends Folds<S>> implements CrossValidation {
  private final int nSplits;
  private boolean shuffle;
  private @Nullable RandomState randomState;

  Folds(int nSplits) {
    if (nSplits < 2) {
      throw new IllegalArgumentException(
          "%s(%d): nSplits must be at least 2. Received: nSplits=%d."
              .formatted(getClass().getSimpleName(), nSplits, nSplits));
    }
    this.nSplits = nSplits;
  }

  /** Sets whether samples are shuffled before they are parted; they are not unless set. */
  public S shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return self();
  }

  /**
   * Sets the seed of shuffling, in [0, 2^32): each call of {@link #split} gives the same folds.
   *
   * @throws IllegalStateException in split, where samples are not shuffled
   */
  public S randomState(long seed) {
    randomState = RandomState.of(seed);
    return self();
  }

  /** Shuffles by a generator that others may draw from, too: each call gives other folds. */
  public S randomState(NumpyRandom random) {
    randomState = RandomState.of(random);
    return self();
  }

  /** Returns the number of folds. */
  public int nSplits() {
    return nSplits;
  }

  abstract S self();

  /** Returns what to shuffle by; null where samples stay in their order. */
  @Nullable NumpyRandom random() {
    if (shuffle) {
      return randomState == null ? RandomState.fresh() : randomState.generator();
    }
    if (randomState != null) {
      throw new IllegalStateException(
          "%s: randomState has no effect without shuffle(true). Set both or neither."
              .formatted(this));
    }
    return null;
  }

  void requireSamples(int count) {
    if (nSplits > count) {
      throw new IllegalArgumentException(
          "%s: cannot have %d folds of %d samples.".formatted(this, nSplits, count));
    }
  }

  /** Makes the partings of the fold in which each sample is tested. */
  List<Split> splits(int[] testFold) {
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < nSplits; fold++) {
      int[] train = new int[testFold.length];
      int[] test = new int[testFold.length];
      int trains = 0;
      int tests = 0;
      for (int i = 0; i < testFold.length; i++) {
        if (testFold[i] == fold) {
          test[tests++] = i;
        } else {
          train[trains++] = i;
        }
      }
      splits.add(new Split(Arrays.copyOf(train, trains), Arrays.copyOf(test, tests)));
    }
    return splits;
  }

  @Override
  public String toString() {
    return "%s(%d, shuffle=%s, randomState=%s)"
        .formatted(getClass().getSimpleName(), nSplits, shuffle, randomState);
  }
}
