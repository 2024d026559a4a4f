package keras.tuner;

import java.util.Arrays;
import java.util.List;
import keras.config.NumpyRandom;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Folds that hold each class in the same share as all samples do.
 *
 * <pre>{@code
 * new StratifiedKFold(3).split(labels.length, labels);
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_split.py
 */
public final class StratifiedKFold extends Folds<StratifiedKFold> {

  /** Makes 5 folds. */
  public StratifiedKFold() {
    this(5);
  }

  /**
   * Makes folds.
   *
   * @param nSplits at least 2
   */
  public StratifiedKFold(int nSplits) {
    super(nSplits);
  }

  @Override
  StratifiedKFold self() {
    return this;
  }

  /**
   * Parts samples by their classes.
   *
   * @throws IllegalArgumentException where targets are no classes, or all classes have less samples
   *     than there are folds
   */
  @Override
  public List<Split> split(int count, @Nullable Object y) {
    if (y == null) {
      throw new IllegalArgumentException(this + ": the targets are needed. Received: none.");
    }
    requireSamples(count);
    Labels labels = Labels.of("StratifiedKFold: y", y);
    if (!labels.type().isOfClasses()) {
      throw new IllegalArgumentException(
          "%s: supported target types are binary and multiclass. Received: %s."
              .formatted(this, labels.type().text()));
    }
    int[] classes = byAppearance(labels.codes());
    if (classes.length != count) {
      throw new IllegalArgumentException(
          "%s: there are %d samples and %d targets.".formatted(this, count, classes.length));
    }
    int kinds = Arrays.stream(classes).max().orElse(-1) + 1;
    int[] sizes = new int[kinds];
    for (int c : classes) {
      sizes[c]++;
    }
    checkSizes(sizes);
    int[][] allocation = allocation(sizes, count);
    NumpyRandom random = random();
    int[] testFold = new int[count];
    for (int k = 0; k < kinds; k++) {
      int[] folds = repeated(allocation[k], sizes[k]);
      if (random != null) {
        random.shuffle(folds);
      }
      int at = 0;
      for (int i = 0; i < count; i++) {
        if (classes[i] == k) {
          testFold[i] = folds[at++];
        }
      }
    }
    return splits(testFold);
  }

  private void checkSizes(int[] sizes) {
    int most = Arrays.stream(sizes).max().orElse(0);
    int least = Arrays.stream(sizes).min().orElse(0);
    if (nSplits() > most) {
      throw new IllegalArgumentException(
          "%s: nSplits=%d cannot be greater than the number of members in each class, at most %d."
              .formatted(this, nSplits(), most));
    }
    if (nSplits() > least) {
      Console.printLine(
          "The least populated class in y has only %d members, which is less than n_splits=%d."
              .formatted(least, nSplits()));
    }
  }

  /** Numbers classes by their first sample. */
  private static int[] byAppearance(int[] codes) {
    int[] number = new int[Arrays.stream(codes).max().orElse(-1) + 1];
    Arrays.fill(number, -1);
    int next = 0;
    int[] classes = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      if (number[codes[i]] < 0) {
        number[codes[i]] = next++;
      }
      classes[i] = number[codes[i]];
    }
    return classes;
  }

  /** Returns how many samples of each class each fold gets: (class, fold). */
  private int[][] allocation(int[] sizes, int count) {
    int[] sorted = new int[count];
    int at = 0;
    for (int k = 0; k < sizes.length; k++) {
      Arrays.fill(sorted, at, at + sizes[k], k);
      at += sizes[k];
    }
    int[][] allocation = new int[sizes.length][nSplits()];
    for (int i = 0; i < count; i++) {
      allocation[sorted[i]][i % nSplits()]++;
    }
    return allocation;
  }

  private static int[] repeated(int[] counts, int size) {
    int[] folds = new int[size];
    int at = 0;
    for (int fold = 0; fold < counts.length; fold++) {
      Arrays.fill(folds, at, at + counts[fold], fold);
      at += counts[fold];
    }
    return folds;
  }
}
