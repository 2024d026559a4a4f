package keras.callbacks;

import java.util.Map;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done at the beginnings and ends of training, epochs and batches.
 *
 * <pre>{@code
 * class PrintRatio extends Callback {
 *   @Override public void onEpochEnd(int epoch, Logs logs) {
 *     System.out.println(logs.get("val_loss") / logs.loss());
 *   }
 * }
 * }</pre>
 *
 * <p>Epochs and batches count from 0. Logs of a beginning are empty.
 *
 * <p>Keras: {@code keras/src/callbacks/callback.py}.
 */
public abstract class Callback {
  private @Nullable Model model;
  private Map<String, @Nullable Object> params = Map.of();

  /** Takes what is known of the training: {@code verbose}, {@code epochs} and {@code steps}. */
  public void setParams(Map<String, @Nullable Object> params) {
    this.params = params;
  }

  /** Returns what is known of the training: {@code verbose}, {@code epochs} and {@code steps}. */
  public Map<String, @Nullable Object> params() {
    return params;
  }

  /** Takes the model. */
  public void setModel(Model model) {
    this.model = model;
  }

  /**
   * Returns the model in training, the very one that {@code fit}, {@code evaluate} or {@code
   * predict} was called on. In every hook it may predict, evaluate, be saved and get another
   * learning rate. As in Keras, {@code evaluate} puts the metrics back to their start and leaves
   * its own there: called between batches it changes what the epoch's metrics, and the history, say
   * of the training.
   */
  protected Model model() {
    if (model == null) {
      throw new IllegalStateException(
          getClass().getSimpleName()
              + ": no model yet. Pass the callback to fit, evaluate or predict.");
    }
    return model;
  }

  /** Acts at the beginning of training. */
  public void onTrainBegin(Logs logs) {}

  /** Acts at the end of training, with the logs of the last epoch. */
  public void onTrainEnd(Logs logs) {}

  /** Acts at the beginning of an epoch. */
  public void onEpochBegin(int epoch, Logs logs) {}

  /** Acts at the end of an epoch, after validation, whose logs start with {@code val_}. */
  public void onEpochEnd(int epoch, Logs logs) {}

  /** Acts at the beginning of a training batch; another name of {@link #onTrainBatchBegin}. */
  public void onBatchBegin(int batch, Logs logs) {}

  /** Acts at the end of a training batch; another name of {@link #onTrainBatchEnd}. */
  public void onBatchEnd(int batch, Logs logs) {}

  /** Acts at the beginning of a training batch; unless overridden, as {@link #onBatchBegin}. */
  public void onTrainBatchBegin(int batch, Logs logs) {
    onBatchBegin(batch, logs);
  }

  /**
   * Acts at the end of a training batch, with the means over the epoch so far; unless overridden,
   * as {@link #onBatchEnd}.
   */
  public void onTrainBatchEnd(int batch, Logs logs) {
    onBatchEnd(batch, logs);
  }

  /** Acts at the beginning of an evaluation, or a validation. */
  public void onTestBegin(Logs logs) {}

  /** Acts at the end of an evaluation, or a validation. */
  public void onTestEnd(Logs logs) {}

  /** Acts at the beginning of a batch of an evaluation, or a validation. */
  public void onTestBatchBegin(int batch, Logs logs) {}

  /** Acts at the end of a batch of an evaluation, or a validation. */
  public void onTestBatchEnd(int batch, Logs logs) {}

  /** Acts at the beginning of a prediction. */
  public void onPredictBegin(Logs logs) {}

  /** Acts at the end of a prediction. */
  public void onPredictEnd(Logs logs) {}

  /** Acts at the beginning of a batch of a prediction. */
  public void onPredictBatchBegin(int batch, Logs logs) {}

  /** Acts at the end of a batch of a prediction. */
  public void onPredictBatchEnd(int batch, Logs logs) {}
}
