package keras.tuner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How samples are parted, several times, into those to train on and those to test with.
 *
 * <p>scikit-learn: sklearn/model_selection/_split.py
 */
@FunctionalInterface
public interface CrossValidation {

  /**
   * The numbers of the samples on both sides of one parting.
   *
   * @param train the samples to train on
   * @param test the samples to test with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and read by those who made them
  record Split(int[] train, int[] test) {}

  /**
   * Parts samples.
   *
   * @param count how many samples there are
   * @param y their targets, an NdArray or a nested Java array, or null
   */
  List<Split> split(int count, @Nullable Object y);

  /** Parts samples as given: scikit-learn's {@code cv=[(train, test), ...]}. */
  static CrossValidation of(List<Split> splits) {
    List<Split> copy = List.copyOf(splits);
    return (count, y) -> copy;
  }
}
