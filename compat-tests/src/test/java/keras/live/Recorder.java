package keras.live;

import java.util.ArrayList;
import java.util.List;
import keras.callbacks.Callback;
import keras.callbacks.Logs;

/**
 * Writes down every call: the hook, the epoch or batch, and the names in the logs. Its twin in
 * Python is {@link #PYTHON}.
 */
class Recorder extends Callback {
  static final String PYTHON =
      """
      class Recorder(keras.callbacks.Callback):
          def __init__(self, stop_at=None):
              super().__init__()
              self.calls, self.stop_at = [], stop_at

          def on_batch_begin(self, batch, logs=None):
              self.calls.append(f"batch_begin {batch} {sorted(logs)}")

          def on_batch_end(self, batch, logs=None):
              self.calls.append(f"batch_end {batch} {sorted(logs)}")

      def record(hook, indexed):
          name = "on_" + hook
          def indexed_call(self, index, logs=None):
              self.calls.append(f"{hook} {index} {sorted(logs)}")
              if self.stop_at == f"{hook} {index}":
                  self.model.stop_training = True
              if hook in ("train_batch_begin", "train_batch_end"):
                  getattr(keras.callbacks.Callback, name)(self, index, logs)
          def call(self, logs=None):
              self.calls.append(f"{hook} {sorted(logs)}")
              if self.stop_at == hook:
                  self.model.stop_training = True
          setattr(Recorder, name, indexed_call if indexed else call)

      for kind in ("train", "test", "predict"):
          for end in ("begin", "end"):
              record(f"{kind}_{end}", False)
              record(f"{kind}_batch_{end}", True)
      record("epoch_begin", True)
      record("epoch_end", True)
      """;

  private final List<String> calls = new ArrayList<>();
  private final String stopAt;

  Recorder() {
    this("");
  }

  /** Stops training at a hook, as in {@code "epoch_end 1"}. */
  Recorder(String stopAt) {
    this.stopAt = stopAt;
  }

  List<String> calls() {
    return calls;
  }

  private void call(String hook, Logs logs) {
    List<String> names = new ArrayList<>();
    logs.asMap().keySet().stream().sorted().map(n -> "'" + n + "'").forEach(names::add);
    if (!logs.outputs().isEmpty()) {
      names.add("'outputs'");
    }
    calls.add(hook + " [" + String.join(", ", names) + "]");
    if (hook.equals(stopAt)) {
      model().stopTraining(true);
    }
  }

  @Override
  public void onTrainBegin(Logs logs) {
    call("train_begin", logs);
  }

  @Override
  public void onTrainEnd(Logs logs) {
    call("train_end", logs);
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    call("epoch_begin " + epoch, logs);
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    call("epoch_end " + epoch, logs);
  }

  @Override
  public void onBatchBegin(int batch, Logs logs) {
    call("batch_begin " + batch, logs);
  }

  @Override
  public void onBatchEnd(int batch, Logs logs) {
    call("batch_end " + batch, logs);
  }

  @Override
  public void onTrainBatchBegin(int batch, Logs logs) {
    call("train_batch_begin " + batch, logs);
    super.onTrainBatchBegin(batch, logs);
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    call("train_batch_end " + batch, logs);
    super.onTrainBatchEnd(batch, logs);
  }

  @Override
  public void onTestBegin(Logs logs) {
    call("test_begin", logs);
  }

  @Override
  public void onTestEnd(Logs logs) {
    call("test_end", logs);
  }

  @Override
  public void onTestBatchBegin(int batch, Logs logs) {
    call("test_batch_begin " + batch, logs);
  }

  @Override
  public void onTestBatchEnd(int batch, Logs logs) {
    call("test_batch_end " + batch, logs);
  }

  @Override
  public void onPredictBegin(Logs logs) {
    call("predict_begin", logs);
  }

  @Override
  public void onPredictEnd(Logs logs) {
    call("predict_end", logs);
  }

  @Override
  public void onPredictBatchBegin(int batch, Logs logs) {
    call("predict_batch_begin " + batch, logs);
  }

  @Override
  public void onPredictBatchEnd(int batch, Logs logs) {
    call("predict_batch_end " + batch, logs);
  }
}
