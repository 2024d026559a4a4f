package keras.callbacks;

import java.util.List;
import keras.optimizers.MultiOptimizer;
import keras.optimizers.Optimizer;
import keras.utils.Console;
import keras.utils.PythonFormat;

/**
 * Lowers the learning rate when a value has stopped improving.
 *
 * <pre>{@code
 * new ReduceLROnPlateau().factor(0.2).patience(5).minLr(0.001)
 * }</pre>
 *
 * <p>The logs of the epoch's end get the rate as {@code learning_rate}, and with a {@link
 * MultiOptimizer} one for each of its optimizers, {@code learning_rate_NAME}.
 *
 * <p>Keras: {@code keras/src/callbacks/reduce_lr_on_plateau.py}.
 */
public final class ReduceLROnPlateau extends MonitorCallback<ReduceLROnPlateau> {
  private double factor = 0.1;
  private int patience = 10;
  private int verbose;
  private int cooldown;
  private double minLr;

  private int cooldownCounter;
  private int wait;

  /** Makes the callback, with Keras' least change of 0.0001. */
  public ReduceLROnPlateau() {
    leastChange(1e-4);
  }

  /**
   * Sets by what the rate is multiplied.
   *
   * @param factor below 1
   */
  public ReduceLROnPlateau factor(double factor) {
    if (factor >= 1) {
      throw new IllegalArgumentException(
          "ReduceLROnPlateau does not support a factor >= 1.0. Received factor=%s."
              .formatted(PythonFormat.repr(factor)));
    }
    this.factor = factor;
    return this;
  }

  /** Sets after how many epochs without improvement the rate is lowered. */
  public ReduceLROnPlateau patience(int patience) {
    this.patience = patience;
    return this;
  }

  /** Sets whether it prints what it does: 0 or 1. */
  public ReduceLROnPlateau verbose(int verbose) {
    this.verbose = verbose;
    return this;
  }

  /** Sets the least change that counts as an improvement. */
  public ReduceLROnPlateau minDelta(double minDelta) {
    leastChange(minDelta);
    return this;
  }

  /** Sets for how many epochs after a change the value is not watched. */
  public ReduceLROnPlateau cooldown(int cooldown) {
    this.cooldown = cooldown;
    return this;
  }

  /** Sets the rate below which it is not lowered. */
  public ReduceLROnPlateau minLr(double minLr) {
    this.minLr = minLr;
    return this;
  }

  @Override
  public void onTrainBegin(Logs logs) {
    best = null;
    cooldownCounter = 0;
    wait = 0;
  }

  /**
   * Looks at the epoch's value, and lowers the rate where its time has come.
   *
   * @throws IllegalStateException if a schedule decides the rate
   */
  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    requireDirection();
    Optimizer whole = model().optimizer();
    boolean several = whole instanceof MultiOptimizer;
    List<Optimizer> optimizers =
        whole instanceof MultiOptimizer m ? m.optimizers() : List.of(whole);
    optimizers.forEach(
        o -> logs.put(several ? "learning_rate_" + o.name() : "learning_rate", rate(o)));
    Double current = logs.find(monitor());
    if (current == null) {
      Console.printLine(
          ("Learning rate reduction is conditioned on metric `%s` which is not available. Available"
                  + " metrics are: %s.")
              .formatted(monitor(), String.join(",", logs.names())));
      return;
    }
    if (cooldownCounter > 0) {
      cooldownCounter--;
      wait = 0;
    }
    if (isImprovement(current, best)) {
      best = current;
      wait = 0;
    } else if (cooldownCounter == 0 && ++wait >= patience) {
      boolean reduced = false;
      for (Optimizer o : optimizers) {
        reduced |= reduce(o, epoch, several ? " " + o.name() : "");
      }
      if (reduced) {
        cooldownCounter = cooldown;
        wait = 0;
      }
    }
  }

  private boolean reduce(Optimizer optimizer, int epoch, String name) {
    double old = rate(optimizer);
    if (old <= (float) minLr) {
      return false;
    }
    double rate = Math.max(old * factor, minLr);
    optimizer.learningRate(rate);
    if (verbose > 0) {
      Console.printLine(
          "\nEpoch %d: ReduceLROnPlateau reducing%s learning rate to %s."
              .formatted(epoch + 1, name, PythonFormat.repr(rate)));
    }
    return true;
  }

  /** The rate as the optimizer's variable keeps it, in float32. */
  private static double rate(Optimizer optimizer) {
    return (float) optimizer.learningRate();
  }
}
