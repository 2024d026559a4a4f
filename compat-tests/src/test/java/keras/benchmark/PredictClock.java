package keras.benchmark;

import java.util.Arrays;
import keras.models.Model;
import org.tensorflow.ndarray.NdArray;

/** How long a call of {@code predict} takes; in Python golden/benchmarks.py has the like. */
final class PredictClock {
  private PredictClock() {}

  /** Returns seconds: the median of the last half of some calls. */
  static double seconds(Model model, NdArray<?> x, int calls) {
    double[] times = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      model.predict(x);
      times[i] = (System.nanoTime() - start) / 1e9;
    }
    return Median.of(Arrays.copyOfRange(times, calls / 2, calls));
  }
}
