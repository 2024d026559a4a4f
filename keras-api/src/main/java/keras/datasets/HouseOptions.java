package keras.datasets;

import java.nio.file.Path;
import java.util.Map;
import keras.config.NumpyRandom;
import keras.data.Npz;
import keras.data.SampleArray;
import org.tensorflow.ndarray.NdArray;

/**
 * What Keras' {@code load_data} takes for tables of houses.
 *
 * @param <O> the options of one data set
 */
public abstract class HouseOptions<O extends HouseOptions<O>> {
  private double testSplit = 0.2;
  private long seed = 113;

  /** Makes the options with Keras' defaults. */
  HouseOptions() {}

  abstract O self();

  /** Sets the share of houses to test with, the last ones, in [0, 1); 0.2 by default. */
  public O testSplit(double testSplit) {
    if (!(testSplit >= 0 && testSplit < 1)) {
      throw new IllegalArgumentException(
          "testSplit must be in [0, 1). Received: testSplit=%s.".formatted(testSplit));
    }
    this.testSplit = testSplit;
    return self();
  }

  /** Sets the seed of the order of houses, in [0, 2^32); 113 by default. */
  public O seed(long seed) {
    this.seed = seed;
    return self();
  }

  /** Reads x and y of a file, the first {@code most} samples, in a random order. */
  final Samples<NdArray<?>, NdArray<?>> read(String caller, Path file, int most) {
    Map<String, NdArray<?>> arrays = Npz.read(file);
    SampleArray x = SampleArray.of(caller, Words.array(file, arrays, "x"));
    SampleArray y = SampleArray.of(caller, Words.array(file, arrays, "y"));
    if (x.count() != y.count()) {
      throw Words.refused(
          "%s: expected as many rows in x as in y. The file has %d and %d."
              .formatted(file, x.count(), y.count()));
    }
    int[] order = new NumpyRandom(seed).permutation(Math.min(x.count(), most));
    int end = (int) (order.length * (1 - testSplit));
    return new Samples<>(
        new Samples.Split<>(x.take(order, 0, end), y.take(order, 0, end)),
        new Samples.Split<>(x.take(order, end, order.length), y.take(order, end, order.length)));
  }
}
