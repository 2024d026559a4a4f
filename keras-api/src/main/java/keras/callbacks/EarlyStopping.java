package keras.callbacks;

import java.util.List;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Stops training when a value has stopped improving.
 *
 * <pre>{@code
 * new EarlyStopping().patience(10).restoreBestWeights(true)
 * }</pre>
 *
 * <p>Keras: {@code keras/src/callbacks/early_stopping.py}.
 */
public final class EarlyStopping extends MonitorCallback<EarlyStopping> {
  private int patience;
  private int verbose;
  private @Nullable Double baseline;
  private boolean restoreBestWeights;
  private int startFromEpoch;

  private int wait;
  private int stoppedEpoch;
  private int bestEpoch;
  private @Nullable List<NdArray<?>> bestWeights;

  /** Sets the least change that counts as an improvement. */
  public EarlyStopping minDelta(double minDelta) {
    leastChange(minDelta);
    return this;
  }

  /** Sets for how many epochs without improvement training goes on. */
  public EarlyStopping patience(int patience) {
    this.patience = patience;
    return this;
  }

  /** Sets whether it prints what it does: 0 or 1. */
  public EarlyStopping verbose(int verbose) {
    this.verbose = verbose;
    return this;
  }

  /** Sets the value to be beaten before an improvement restarts the patience. */
  public EarlyStopping baseline(double baseline) {
    this.baseline = baseline;
    return this;
  }

  /** Sets whether the weights of the best epoch are put back at the end of training. */
  public EarlyStopping restoreBestWeights(boolean restoreBestWeights) {
    this.restoreBestWeights = restoreBestWeights;
    return this;
  }

  /** Sets the first epoch that is watched, from 0. */
  public EarlyStopping startFromEpoch(int startFromEpoch) {
    this.startFromEpoch = startFromEpoch;
    return this;
  }

  /** Returns the epoch after which training was stopped, from 0; 0 where it was not. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** Returns the best epoch so far, from 0. */
  public int bestEpoch() {
    return bestEpoch;
  }

  @Override
  public void onTrainBegin(Logs logs) {
    wait = 0;
    stoppedEpoch = 0;
    best = null;
    bestWeights = null;
    bestEpoch = 0;
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    requireDirection();
    Double current = logs.find(monitor());
    if (current == null) {
      Console.printLine(
          "Early stopping conditioned on metric `%s` which is not available. Available metrics are: %s"
              .formatted(monitor(), String.join(",", logs.names())));
      return;
    }
    if (epoch < startFromEpoch) {
      return;
    }
    if (restoreBestWeights && bestWeights == null) {
      bestWeights = model().getWeights();
      bestEpoch = epoch;
    }
    wait++;
    if (isImprovement(current, best)) {
      best = current;
      bestEpoch = epoch;
      if (restoreBestWeights) {
        bestWeights = model().getWeights();
      }
      if (baseline == null || isImprovement(current, baseline)) {
        wait = 0;
      }
      return;
    }
    if (wait >= patience && epoch > 0) {
      stoppedEpoch = epoch;
      model().stopTraining(true);
    }
  }

  @Override
  public void onTrainEnd(Logs logs) {
    if (stoppedEpoch > 0 && verbose > 0) {
      Console.printLine("Epoch %d: early stopping".formatted(stoppedEpoch + 1));
    }
    List<NdArray<?>> weights = bestWeights;
    if (restoreBestWeights && weights != null) {
      if (verbose > 0) {
        Console.printLine(
            "Restoring model weights from the end of the best epoch: %d.".formatted(bestEpoch + 1));
      }
      model().setWeights(weights);
    }
  }
}
