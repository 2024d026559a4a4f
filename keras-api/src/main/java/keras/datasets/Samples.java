package keras.datasets;

/**
 * A data set in its two parts, where {@link Data} with its images does not fit.
 *
 * @param <X> what the inputs of a part are
 * @param <Y> what the targets of a part are
 * @param train the samples to train on
 * @param test the samples to test on
 */
public record Samples<X, Y>(Split<X, Y> train, Split<X, Y> test) {

  /**
   * Inputs and targets, sample by sample.
   *
   * @param <X> what the inputs are
   * @param <Y> what the targets are
   */
  public record Split<X, Y>(X x, Y y) {}
}
