package keras.engine.loops;

import java.util.List;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What a loop gives.
 *
 * @param last the output of the last step
 * @param outputs of all steps, {@code (batch, time, …)}; null unless they were asked for
 * @param states after the last step
 */
public record ScanResult(Expr last, @Nullable Expr outputs, List<Expr> states) {
  /** Keeps a copy of the list. */
  public ScanResult {
    states = List.copyOf(states);
  }

  /**
   * Returns the outputs of all steps, {@code (batch, time, …)}.
   *
   * @throws IllegalStateException unless {@link Scan#outputs} asked for them
   */
  public Expr all() {
    Expr every = outputs;
    if (every == null) {
      throw new IllegalStateException(
          "Scan: the outputs of all steps were not asked for. Call outputs(true) before run.");
    }
    return every;
  }
}
