package keras.benchmark;

import keras.callbacks.Callback;
import keras.callbacks.Logs;

/** Keeps how long the last epoch took, in Java and in Python. */
final class EpochClock extends Callback {
  /** Python's clock, {@code clock}, whose {@code seconds} are those of the last epoch. */
  static final String PYTHON =
      """
      import time

      class Clock(keras.callbacks.Callback):
          def on_epoch_begin(self, epoch, logs=None):
              self.start = time.perf_counter()

          def on_epoch_end(self, epoch, logs=None):
              self.seconds = time.perf_counter() - self.start

      clock = Clock()
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
