package keras.engine;

import java.util.function.Function;
import keras.ops.Expr;
import org.tensorflow.op.Ops;

/** Makes what a step of a loop may do, which is built into a graph of its own. */
@FunctionalInterface
public interface LoopSteps {
  /**
   * Returns what may read variables, but neither assign them nor add losses.
   *
   * @param reads gives each variable's value in that graph, in the variable's own dtype
   */
  CallContext in(Ops tf, Function<Variable, Expr> reads);
}
