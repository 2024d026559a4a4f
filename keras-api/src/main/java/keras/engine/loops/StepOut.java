package keras.engine.loops;

import java.util.List;
import keras.ops.Expr;

/**
 * What one step of a loop gives.
 *
 * @param output of this step
 * @param states for the next step, as many as the step was given, of the same shapes and dtypes
 */
public record StepOut(Expr output, List<Expr> states) {
  /** Keeps a copy of the list. */
  public StepOut {
    states = List.copyOf(states);
  }

  /** Returns a step whose output is its only state. */
  public static StepOut of(Expr outputAndState) {
    return new StepOut(outputAndState, List.of(outputAndState));
  }
}
