package keras.ops;

import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;

/**
 * Emits ops by TensorFlow's own names: those that TensorFlow Java has no method for, or another
 * version than Python's.
 */
final class RawOp {
  private RawOp() {}

  /** Emits an op of tensors, which has one output. */
  static Expr of(String type, Consumer<OperationBuilder> attributes, Expr x, Operand<?>... more) {
    return x.wrap(output(x.tf(), type, attributes, RawOp.inputs(x, more)));
  }

  /** Emits an op without attributes. */
  static Expr of(String type, Expr x, Operand<?>... more) {
    return of(type, b -> {}, x, more);
  }

  /** Emits an op and returns its first output, of whatever dtype. */
  static Output<?> output(
      Ops tf, String type, Consumer<OperationBuilder> attributes, List<Operand<?>> inputs) {
    return build(tf, type, attributes, inputs).output(0);
  }

  /** Emits an op. */
  static Operation build(
      Ops tf, String type, Consumer<OperationBuilder> attributes, List<Operand<?>> inputs) {
    OperationBuilder builder = tf.scope().opBuilder(type, type);
    inputs.forEach(input -> builder.addInput(input.asOutput()));
    attributes.accept(builder);
    return builder.build();
  }

  private static List<Operand<?>> inputs(Expr x, Operand<?>... more) {
    List<Operand<?>> all = new java.util.ArrayList<>();
    all.add(x);
    all.addAll(List.of(more));
    return all;
  }
}
