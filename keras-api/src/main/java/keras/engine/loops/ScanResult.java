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
}
