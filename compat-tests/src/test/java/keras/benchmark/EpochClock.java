package keras.benchmark;

import keras.callbacks.Callback;
import keras.callbacks.Logs;

/** Keeps how long the last epoch took, in Java and in Python. */
final class EpochClock extends Callback {
  /** Python's clock, {@code clock}, whose {@code seconds} are those of the last epoch. */
  static final String PYTHON =
      """
      import benchmarks
      clock = benchmarks.clock(keras)
      """;

  private long start;
  private double seconds;

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    start = System.nanoTime();
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    seconds = (System.nanoTime() - start) / 1e9;
  }

  /** Returns how long the last epoch took. */
  double seconds() {
    return seconds;
  }
}
