package keras.engine;

import java.util.List;

/**
 * One call of one operation: what went in. Its outputs are the {@link KerasTensor}s that name it.
 *
 * <p>Two nodes are equal only if they are the same call.
 */
public final class Node {
  private final Operation operation;
  private final List<KerasTensor> inputs;

  /** Records a call. */
  public Node(Operation operation, List<KerasTensor> inputs) {
    this.operation = operation;
    this.inputs = List.copyOf(inputs);
  }

  /** Returns what was called. */
  public Operation operation() {
    return operation;
  }

  /** Returns what it was called on; empty for an input. */
  public List<KerasTensor> inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return "Node of " + operation.name();
  }
}
