package keras.callbacks;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A callback made of functions.
 *
 * <pre>{@code
 * new LambdaCallback().onEpochEnd((epoch, logs) -> losses.add(logs.loss()))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/callbacks/lambda_callback.py}.
 */
public final class LambdaCallback extends Callback {
  private enum Hook {
    TRAIN_BEGIN,
    TRAIN_END,
    EPOCH_BEGIN,
    EPOCH_END,
    BATCH_BEGIN,
    BATCH_END,
    TRAIN_BATCH_BEGIN,
    TRAIN_BATCH_END,
    TEST_BEGIN,
    TEST_END,
    TEST_BATCH_BEGIN,
    TEST_BATCH_END,
    PREDICT_BEGIN,
    PREDICT_END,
    PREDICT_BATCH_BEGIN,
    PREDICT_BATCH_END
  }

  /** A function of an epoch or a batch. */
  @FunctionalInterface
  public interface Indexed {
    /**
     * Acts.
     *
     * @param index the number of the epoch or batch, from 0
     */
    void call(int index, Logs logs);
  }

  private final Map<Hook, Indexed> functions = new EnumMap<>(Hook.class);

  private LambdaCallback set(Hook hook, Indexed function) {
    functions.put(hook, function);
    return this;
  }

  private boolean run(Hook hook, int index, Logs logs) {
    Indexed function = functions.get(hook);
    if (function == null) {
      return false;
    }
    function.call(index, logs);
    return true;
  }

  /** Sets what is done at the beginning of training. */
  public LambdaCallback onTrainBegin(Consumer<Logs> function) {
    return set(Hook.TRAIN_BEGIN, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the end of training. */
  public LambdaCallback onTrainEnd(Consumer<Logs> function) {
    return set(Hook.TRAIN_END, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the beginning of an epoch. */
  public LambdaCallback onEpochBegin(Indexed function) {
    return set(Hook.EPOCH_BEGIN, function);
  }

  /** Sets what is done at the end of an epoch. */
  public LambdaCallback onEpochEnd(Indexed function) {
    return set(Hook.EPOCH_END, function);
  }

  /** Sets what is done at the beginning of a training batch. */
  public LambdaCallback onBatchBegin(Indexed function) {
    return set(Hook.BATCH_BEGIN, function);
  }

  /** Sets what is done at the end of a training batch. */
  public LambdaCallback onBatchEnd(Indexed function) {
    return set(Hook.BATCH_END, function);
  }

  /** Sets what is done at the beginning of a training batch. */
  public LambdaCallback onTrainBatchBegin(Indexed function) {
    return set(Hook.TRAIN_BATCH_BEGIN, function);
  }

  /** Sets what is done at the end of a training batch. */
  public LambdaCallback onTrainBatchEnd(Indexed function) {
    return set(Hook.TRAIN_BATCH_END, function);
  }

  /** Sets what is done at the beginning of an evaluation. */
  public LambdaCallback onTestBegin(Consumer<Logs> function) {
    return set(Hook.TEST_BEGIN, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the end of an evaluation. */
  public LambdaCallback onTestEnd(Consumer<Logs> function) {
    return set(Hook.TEST_END, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the beginning of an evaluation's batch. */
  public LambdaCallback onTestBatchBegin(Indexed function) {
    return set(Hook.TEST_BATCH_BEGIN, function);
  }

  /** Sets what is done at the end of an evaluation's batch. */
  public LambdaCallback onTestBatchEnd(Indexed function) {
    return set(Hook.TEST_BATCH_END, function);
  }

  /** Sets what is done at the beginning of a prediction. */
  public LambdaCallback onPredictBegin(Consumer<Logs> function) {
    return set(Hook.PREDICT_BEGIN, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the end of a prediction. */
  public LambdaCallback onPredictEnd(Consumer<Logs> function) {
    return set(Hook.PREDICT_END, (none, logs) -> function.accept(logs));
  }

  /** Sets what is done at the beginning of a prediction's batch. */
  public LambdaCallback onPredictBatchBegin(Indexed function) {
    return set(Hook.PREDICT_BATCH_BEGIN, function);
  }

  /** Sets what is done at the end of a prediction's batch. */
  public LambdaCallback onPredictBatchEnd(Indexed function) {
    return set(Hook.PREDICT_BATCH_END, function);
  }

  @Override
  public void onTrainBegin(Logs logs) {
    run(Hook.TRAIN_BEGIN, 0, logs);
  }

  @Override
  public void onTrainEnd(Logs logs) {
    run(Hook.TRAIN_END, 0, logs);
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    run(Hook.EPOCH_BEGIN, epoch, logs);
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    run(Hook.EPOCH_END, epoch, logs);
  }

  @Override
  public void onBatchBegin(int batch, Logs logs) {
    run(Hook.BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onBatchEnd(int batch, Logs logs) {
    run(Hook.BATCH_END, batch, logs);
  }

  @Override
  public void onTrainBatchBegin(int batch, Logs logs) {
    if (!run(Hook.TRAIN_BATCH_BEGIN, batch, logs)) {
      super.onTrainBatchBegin(batch, logs);
    }
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    if (!run(Hook.TRAIN_BATCH_END, batch, logs)) {
      super.onTrainBatchEnd(batch, logs);
    }
  }

  @Override
  public void onTestBegin(Logs logs) {
    run(Hook.TEST_BEGIN, 0, logs);
  }

  @Override
  public void onTestEnd(Logs logs) {
    run(Hook.TEST_END, 0, logs);
  }

  @Override
  public void onTestBatchBegin(int batch, Logs logs) {
    run(Hook.TEST_BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onTestBatchEnd(int batch, Logs logs) {
    run(Hook.TEST_BATCH_END, batch, logs);
  }

  @Override
  public void onPredictBegin(Logs logs) {
    run(Hook.PREDICT_BEGIN, 0, logs);
  }

  @Override
  public void onPredictEnd(Logs logs) {
    run(Hook.PREDICT_END, 0, logs);
  }

  @Override
  public void onPredictBatchBegin(int batch, Logs logs) {
    run(Hook.PREDICT_BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onPredictBatchEnd(int batch, Logs logs) {
    run(Hook.PREDICT_BATCH_END, batch, logs);
  }
}
