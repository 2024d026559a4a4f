package keras.engine;

import java.util.List;

/**
 * One call of one operation: what went in, and what came out.
 *
 * <p>Two nodes are equal only if they are the same call.
 *
 * <p>Keras: {@code keras/src/ops/node.py}.
 */
public final class Node {
  private final Operation operation;
  private final Arguments<KerasTensor> arguments;
  private final List<KerasTensor> inputs;
  private final Structure<KerasTensor> outputs;

  /** Records a call, and makes its outputs. */
  public Node(
      Operation operation, Arguments<KerasTensor> arguments, Structure<TensorSpec> outputs) {
    this.operation = operation;
    this.arguments = arguments;
    this.inputs = arguments.flat();
    int[] count = {0};
    this.outputs = outputs.map(s -> new KerasTensor(s.shape(), s.dtype(), this, count[0]++));
  }

  /** Returns what was called. */
  public Operation operation() {
    return operation;
  }

  /** Returns what it was called with. */
  public Arguments<KerasTensor> arguments() {
    return arguments;
  }

  /** Returns the tensors among the arguments; empty for an input. */
  public List<KerasTensor> inputs() {
    return inputs;
  }

  /** Returns what came out. */
  public Structure<KerasTensor> outputs() {
    return outputs;
  }

  @Override
  public String toString() {
    return "Node of " + operation.name();
  }
}
