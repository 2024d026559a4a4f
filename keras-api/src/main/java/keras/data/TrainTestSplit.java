package keras.data;

import keras.config.NumpyRandom;
import org.tensorflow.ndarray.NdArray;

/**
 * Samples and their targets, parted at random into those to train on and those to test with, as
 * scikit-learn's {@code train_test_split} parts them.
 *
 * <pre>{@code
 * var split = TrainTestSplit.of(x, y, 0.25, 42);
 * model.fit(split.xTrain(), split.yTrain());
 * }</pre>
 *
 * @param xTrain the samples to train on
 * @param xTest the samples to test with
 * @param yTrain their targets
 * @param yTest their targets
 */
public record TrainTestSplit(
    NdArray<?> xTrain, NdArray<?> xTest, NdArray<?> yTrain, NdArray<?> yTest) {
  private static final String CALLER = "TrainTestSplit.of";

  /**
   * Parts samples: scikit-learn's {@code train_test_split(x, y, test_size=..., random_state=...)},
   * with its own order of samples.
   *
   * @param x samples, an NdArray or a nested Java array
   * @param y targets, as many
   * @param testSize the share of samples to test with, in (0, 1); their number is rounded up
   * @param randomState the seed, in [0, 2^32)
   * @throws IllegalArgumentException where one part would be empty, or x and y differ in number
   */
  public static TrainTestSplit of(Object x, Object y, double testSize, long randomState) {
    SampleArray samples = SampleArray.of(CALLER + ": x", x);
    SampleArray targets = SampleArray.of(CALLER + ": y", y);
    int n = samples.count();
    if (targets.count() != n) {
      throw new IllegalArgumentException(
          "%s: x has %d samples, y has %d. Both need as many."
              .formatted(CALLER, n, targets.count()));
    }
    int tests = (int) Math.ceil(testSize * n);
    if (!(testSize > 0 && testSize < 1) || tests >= n) {
      throw new IllegalArgumentException(
          "%s: testSize must be in (0, 1) and leave samples to train on. Received: testSize=%s of %d samples."
              .formatted(CALLER, testSize, n));
    }
    int[] order = new NumpyRandom(randomState).permutation(n);
    return new TrainTestSplit(
        samples.take(order, tests, n),
        samples.take(order, 0, tests),
        targets.take(order, tests, n),
        targets.take(order, 0, tests));
  }
}
