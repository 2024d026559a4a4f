package keras.callbacks;

import keras.optimizers.Optimizer;
import keras.utils.Console;
import keras.utils.PythonFormat;

/**
 * Sets the learning rate at the beginning of every epoch.
 *
 * <pre>{@code
 * new LearningRateScheduler((epoch, rate) -> epoch < 10 ? rate : rate * Math.exp(-0.1))
 * }</pre>
 *
 * <p>The logs of the epoch's end get the rate as {@code learning_rate}.
 *
 * <p>Keras: {@code keras/src/callbacks/learning_rate_scheduler.py}.
 */
public final class LearningRateScheduler extends Callback {
  private final Schedule schedule;
  private int verbose;

  /** Gives the rate of an epoch. */
  @FunctionalInterface
  public interface Schedule {
    /**
     * Returns the rate of an epoch.
     *
     * @param epoch from 0
     * @param rate of the epoch before
     */
    double rate(int epoch, double rate);
  }

  /** Makes the callback. */
  public LearningRateScheduler(Schedule schedule) {
    this.schedule = schedule;
  }

  /** Sets whether it prints what it does: 0 or 1. */
  public LearningRateScheduler verbose(int verbose) {
    this.verbose = verbose;
    return this;
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    Optimizer optimizer = model().optimizer();
    double rate = schedule.rate(epoch, rate(optimizer));
    optimizer.learningRate(rate);
    if (verbose > 0) {
      Console.printLine(
          "\nEpoch %d: LearningRateScheduler setting learning rate to %s."
              .formatted(epoch + 1, PythonFormat.repr(rate)));
    }
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    logs.put("learning_rate", rate(model().optimizer()));
  }

  /** The rate as the optimizer's variable keeps it, in float32. */
  private static double rate(Optimizer optimizer) {
    return (float) optimizer.learningRate();
  }
}
