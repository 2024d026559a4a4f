package keras.tuner;

import java.util.Arrays;
import java.util.List;
import keras.config.NumpyRandom;
import org.jspecify.annotations.Nullable;

/**
 * Folds of consecutive samples, or of shuffled ones; each is tested with once.
 *
 * <pre>{@code
 * new KFold(3).shuffle(true).randomState(42).split(x.length, null);
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_split.py
 */
public final class KFold extends Folds<KFold> {

  /** Makes 5 folds. */
  public KFold() {
    this(5);
  }

  /**
   * Makes folds.
   *
   * @param nSplits at least 2
   */
  public KFold(int nSplits) {
    super(nSplits);
  }

  @Override
  KFold self() {
    return this;
  }

  @Override
  public List<Split> split(int count, @Nullable Object y) {
    requireSamples(count);
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    NumpyRandom random = random();
    if (random != null) {
      random.shuffle(order);
    }
    int[] testFold = new int[count];
    int at = 0;
    for (int fold = 0; fold < nSplits(); fold++) {
      int size = count / nSplits() + (fold < count % nSplits() ? 1 : 0);
      for (int i = 0; i < size; i++) {
        testFold[order[at++]] = fold;
      }
    }
    return splits(testFold);
  }
}
