package keras.engine.loops;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Expr;

/** Builds one step of a loop. It is called once or more, and each time has to build the same. */
@FunctionalInterface
public interface ScanStep {
  /**
   * Builds the step into the graph of its arguments. Tensors of the graph around the loop cannot be
   * used here; {@link Scan#constants} hands them over. Variables are read by {@code ctx} as
   * anywhere.
   *
   * @param inputs what the sequences hold at this step, without the time axis
   * @param states what the step before gave
   * @param constants the same tensors at every step
   * @param ctx cannot assign variables nor add losses
   */
  StepOut step(List<Expr> inputs, List<Expr> states, List<Expr> constants, CallContext ctx);
}
