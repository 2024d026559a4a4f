package keras.trainers;

import java.util.concurrent.CancellationException;

/**
 * Ends one call of fit, evaluate or predict where its thread was interrupted: between two batches,
 * so that each batch has its whole effect.
 */
final class Interruption {
  private final String caller;
  private long batches;

  Interruption(String caller) {
    this.caller = caller;
  }

  /**
   * Goes on to other batches.
   *
   * @param more how many run before the next call
   * @throws CancellationException if the thread was interrupted, which it still is afterwards, and
   *     a batch of this call has run
   */
  void next(int more) {
    if (batches > 0 && Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "%s: the thread was interrupted. Stopped after %d batches of this call; the model is as the last of them left it."
              .formatted(caller, batches));
    }
    batches += more;
  }
}
