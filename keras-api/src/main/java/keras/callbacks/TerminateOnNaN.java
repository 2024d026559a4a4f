package keras.callbacks;

import keras.utils.Console;
import keras.utils.PythonFormat;
import org.jspecify.annotations.Nullable;

/**
 * Stops training when the loss is not a finite number.
 *
 * <p>Keras: {@code keras/src/callbacks/terminate_on_nan.py}.
 */
public final class TerminateOnNaN extends Callback {
  private boolean raiseError;

  /** Sets whether an error is thrown, so that no other callback sees the end of training. */
  public TerminateOnNaN raiseError(boolean raiseError) {
    this.raiseError = raiseError;
    return this;
  }

  @Override
  public void onBatchEnd(int batch, Logs logs) {
    @Nullable Double loss = logs.find("loss");
    if (loss == null || Double.isFinite(loss)) {
      return;
    }
    if (raiseError) {
      throw new IllegalStateException(
          ("NaN or Inf loss encountered at batch %d. Loss value: %s. Terminating training "
                  + "immediately.")
              .formatted(batch, PythonFormat.repr(loss)));
    }
    Console.printLine("Batch %d: Invalid loss, terminating training".formatted(batch));
    model().stopTraining(true);
  }
}
