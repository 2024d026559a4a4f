package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * One step of an optimizer while it is built into a function: its number and its learning rate.
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
public final class Step {
  private record Key(String name, DType dtype) {}

  private final List<Variable> variables;
  private final Expr iterations;
  private final Expr rate;
  private final Map<Key, Expr> shared = new LinkedHashMap<>();

  Step(List<Variable> variables, Expr iterations, Expr rate) {
    this.variables = List.copyOf(variables);
    this.iterations = iterations;
    this.rate = rate;
  }

  /** Returns the variables that this step moves. */
  public List<Variable> variables() {
    return variables;
  }

  /** Returns the number of updates made before this one, an int64 scalar. */
  public Expr iterations() {
    return iterations;
  }

  /** Returns the learning rate, a float32 scalar. */
  Expr rate() {
    return rate;
  }

  /** Returns the learning rate, a scalar of the variable's dtype. */
  public Expr rate(Variable v) {
    return rate.cast(v.dtype());
  }

  /** Returns the number of this update, the first is 1, a scalar of the variable's dtype. */
  public Expr number(Variable v) {
    return iterations.add(1).cast(v.dtype());
  }

  /**
   * Returns a value that all variables of one dtype share, and computes it for the first of them.
   *
   * @param name tells the optimizer's shared values apart
   */
  public Expr shared(String name, Variable v, Supplier<Expr> value) {
    return shared.computeIfAbsent(new Key(name, v.dtype()), key -> value.get());
  }
}
