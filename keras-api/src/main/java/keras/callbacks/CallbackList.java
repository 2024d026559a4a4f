package keras.callbacks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/**
 * Calls callbacks in order: the caller's, then the history, then the progress bar.
 *
 * <p>All callbacks of one call share the logs, sorted by name; what one puts there, the next see.
 *
 * <p>Keras: {@code keras/src/callbacks/callback_list.py}.
 */
public final class CallbackList {
  private final List<Callback> callbacks;

  /** What takes an epoch's or a batch's number and logs. */
  private interface Hook {
    void call(Callback callback, int index, Logs logs);
  }

  /**
   * Gives callbacks the model and what is known of the training.
   *
   * @param fitting whether a history is added where the callbacks have none
   * @param verbose 0, 1, 2 or {@code "auto"}; unless 0, a progress bar is added where the callbacks
   *     have none
   * @param steps the number of batches in an epoch, null where it is unknown
   */
  public CallbackList(
      List<Callback> callbacks,
      boolean fitting,
      Object verbose,
      int epochs,
      @Nullable Integer steps,
      Model model) {
    this.callbacks = new ArrayList<>(callbacks);
    if (fitting && callbacks.stream().noneMatch(History.class::isInstance)) {
      this.callbacks.add(new History());
    }
    if (!verbose.equals(0) && callbacks.stream().noneMatch(ProgbarLogger.class::isInstance)) {
      this.callbacks.add(new ProgbarLogger());
    }
    Map<String, @Nullable Object> params = new LinkedHashMap<>();
    params.put("verbose", verbose);
    params.put("epochs", epochs);
    params.put("steps", steps);
    for (Callback c : this.callbacks) {
      c.setModel(model);
      c.setParams(Collections.unmodifiableMap(params));
    }
  }

  /** Returns the history among the callbacks: the caller's last one, or the one that was added. */
  public History history() {
    return callbacks.stream()
        .filter(History.class::isInstance)
        .map(History.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow(() -> new IllegalStateException("There is no history outside of fit."));
  }

  /** Returns the epoch to start from: that of a backup which was restored, or else a given one. */
  public int initialEpoch(int given) {
    return callbacks.stream()
        .mapToInt(c -> c instanceof BackupAndRestore b ? b.restoredEpoch() : 0)
        .filter(epoch -> epoch > 0)
        .reduce((first, last) -> last)
        .orElse(given);
  }

  private void all(Logs logs, BiConsumer<Callback, Logs> hook) {
    Logs shared = logs.sorted();
    callbacks.forEach(c -> hook.accept(c, shared));
  }

  private void all(int index, Logs logs, Hook hook) {
    Logs shared = logs.sorted();
    callbacks.forEach(c -> hook.call(c, index, shared));
  }

  /** Calls {@code onTrainBegin} of each. */
  public void onTrainBegin() {
    all(Logs.empty(), Callback::onTrainBegin);
  }

  /** Calls {@code onTrainEnd} of each. */
  public void onTrainEnd(Logs logs) {
    all(logs, Callback::onTrainEnd);
  }

  /** Calls {@code onEpochBegin} of each. */
  public void onEpochBegin(int epoch) {
    all(epoch, Logs.empty(), Callback::onEpochBegin);
  }

  /** Calls {@code onEpochEnd} of each. */
  public void onEpochEnd(int epoch, Logs logs) {
    all(epoch, logs, Callback::onEpochEnd);
  }

  /** Calls {@code onTrainBatchBegin} of each. */
  public void onTrainBatchBegin(int batch) {
    all(batch, Logs.empty(), Callback::onTrainBatchBegin);
  }

  /** Calls {@code onTrainBatchEnd} of each. */
  public void onTrainBatchEnd(int batch, Logs logs) {
    all(batch, logs, Callback::onTrainBatchEnd);
  }

  /** Calls {@code onTestBegin} of each. */
  public void onTestBegin() {
    all(Logs.empty(), Callback::onTestBegin);
  }

  /** Calls {@code onTestEnd} of each. */
  public void onTestEnd(Logs logs) {
    all(logs, Callback::onTestEnd);
  }

  /** Calls {@code onTestBatchBegin} of each. */
  public void onTestBatchBegin(int batch) {
    all(batch, Logs.empty(), Callback::onTestBatchBegin);
  }

  /** Calls {@code onTestBatchEnd} of each. */
  public void onTestBatchEnd(int batch, Logs logs) {
    all(batch, logs, Callback::onTestBatchEnd);
  }

  /** Calls {@code onPredictBegin} of each. */
  public void onPredictBegin() {
    all(Logs.empty(), Callback::onPredictBegin);
  }

  /** Calls {@code onPredictEnd} of each. */
  public void onPredictEnd() {
    all(Logs.empty(), Callback::onPredictEnd);
  }

  /** Calls {@code onPredictBatchBegin} of each. */
  public void onPredictBatchBegin(int batch) {
    all(batch, Logs.empty(), Callback::onPredictBatchBegin);
  }

  /** Calls {@code onPredictBatchEnd} of each. */
  public void onPredictBatchEnd(int batch, Logs logs) {
    all(batch, logs, Callback::onPredictBatchEnd);
  }
}
