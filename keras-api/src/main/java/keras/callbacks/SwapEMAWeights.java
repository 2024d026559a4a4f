package keras.callbacks;

import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the moving averages, which an optimizer with {@code useEma(true)} keeps, in the place of the
 * weights while the model is evaluated, and at the end of each epoch where wanted.
 *
 * <pre>{@code
 * model.compile(c -> c.optimizer(new Adam().useEma(true)).loss("mse"));
 * model.fit(x, y, f -> f.validationSplit(0.1).callbacks(new SwapEMAWeights()));
 * }</pre>
 *
 * <p>As in Keras a weight and its average change places by sums and differences, which round; and
 * {@code predict} with this callback leaves the averages in the model.
 *
 * <p>Keras: {@code keras/src/callbacks/swap_ema_weights.py}.
 */
public final class SwapEMAWeights extends Callback {
  private boolean swapOnEpoch;
  private boolean averagesInModel;

  /**
   * Sets whether the averages are in the model from the end of an epoch to the beginning of the
   * next, so that a {@link ModelCheckpoint} after this callback saves them.
   */
  public SwapEMAWeights swapOnEpoch(boolean swapOnEpoch) {
    this.swapOnEpoch = swapOnEpoch;
    return this;
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    if (swapOnEpoch && averagesInModel) {
      swap(false);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    if (swapOnEpoch && !averagesInModel) {
      swap(true);
      @Nullable Object epochs = params().get("epochs");
      if (epochs instanceof Integer n && epoch == n - 1) {
        optimizer().copyWeightsToAverages(); // which fit makes the weights after its last epoch
      }
    }
  }

  @Override
  public void onTestBegin(Logs logs) {
    if (!averagesInModel) {
      swap(true);
    }
  }

  @Override
  public void onTestEnd(Logs logs) {
    if (averagesInModel) {
      swap(false);
    }
  }

  @Override
  public void onPredictBegin(Logs logs) {
    if (!averagesInModel) {
      swap(true);
    }
  }

  @Override
  public void onPredictEnd(Logs logs) {
    if (!averagesInModel) {
      swap(false);
    }
  }

  private void swap(boolean averages) {
    optimizer().swapWeightsWithAverages();
    averagesInModel = averages;
  }

  private Optimizer optimizer() {
    Optimizer optimizer = model().optimizer();
    if (!optimizer.keepsAverages()) {
      throw new IllegalStateException(
          ("SwapEMAWeights must be used when `use_ema=True` is set on the optimizer, which has "
                  + "taken a step or was built. Received: %s.")
              .formatted(optimizer));
    }
    return optimizer;
  }
}
