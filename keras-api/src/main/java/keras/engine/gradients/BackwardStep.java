package keras.engine.gradients;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationAttributeInspector;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;

/**
 * Shows a {@link Vjp} the op it differentiates: its inputs, outputs, attributes and the gradients
 * of its outputs.
 */
public final class BackwardStep {
  private final GradientOps ops;
  private final GraphOperation operation;
  private final List<Output<?>> inputs;
  private final List<@Nullable Operand<?>> gradients;
  private final Set<Integer> unneeded;

  BackwardStep(
      GradientOps ops,
      GraphOperation operation,
      List<Output<?>> inputs,
      List<@Nullable Operand<?>> gradients,
      Set<Integer> unneeded) {
    this.ops = ops;
    this.operation = operation;
    this.inputs = inputs;
    this.gradients = gradients;
    this.unneeded = unneeded;
  }

  /** Returns the op that is differentiated. */
  public GraphOperation operation() {
    return operation;
  }

  /** Returns what builds further ops into the same graph. */
  public Ops tf() {
    return ops.tf();
  }

  /** Returns the number of inputs. */
  public int inputs() {
    return inputs.size();
  }

  /** Returns an input, counted from 0. */
  public Term input(int index) {
    return ops.term(inputs.get(index));
  }

  /** Returns the only or first output. */
  public Term output() {
    return output(0);
  }

  /** Returns an output, counted from 0. */
  public Term output(int index) {
    return ops.output(operation, index);
  }

  /** Returns the gradient of the only or first output. */
  public Term dy() {
    return dy(0);
  }

  /** Returns the gradient of an output, zeros where nothing depends on that output. */
  public Term dy(int index) {
    Operand<?> gradient = gradients.get(index);
    return gradient == null ? output(index).zerosLike() : ops.term(gradient.asOutput());
  }

  /**
   * Returns the gradient of the only output for a product with a tensor of the output's shape:
   * where all entries along some axes are the same, and nobody differentiates the product in turn,
   * one of each, with ones for those axes.
   */
  public Term dyThatBroadcasts() {
    return ops.uncopied(dy());
  }

  /** Whether anything that is differentiated depends on the output. */
  public boolean hasDy(int index) {
    return gradients.get(index) != null;
  }

  /** Whether the gradient of the input is asked for. */
  public boolean needs(int index) {
    return !unneeded.contains(index);
  }

  /** Returns a value as a term, for arithmetic that emits one op a method. */
  public Term term(Operand<?> operand) {
    return ops.term(operand);
  }

  /** Returns the same step with other gradients of the outputs. */
  BackwardStep with(List<@Nullable Operand<?>> other) {
    return new BackwardStep(ops, operation, inputs, other, unneeded);
  }

  GradientOps ops() {
    return ops;
  }

  /** Returns the gradients of all outputs as they came. */
  List<@Nullable Operand<?>> rawDys() {
    return gradients;
  }

  /** Returns the gradient as it came: null, a tensor, or {@link IndexedSlices}. */
  @Nullable Operand<?> rawDy(int index) {
    return gradients.get(index);
  }

  OperationAttributeInspector attributes() {
    return operation.attributes();
  }

  boolean flag(String attribute) {
    return attributes().getAttrBool(attribute);
  }

  String text(String attribute) {
    return attributes().getAttrString(attribute);
  }

  /** Returns what copies attributes of the forward op to an op of the backward pass. */
  Consumer<OperationBuilder> copying(String... attributes) {
    return builder -> {
      for (String attribute : attributes) {
        builder.setAttr(attribute, attributes().getAttrValueProto(attribute));
      }
    };
  }

  Term op(String type, Consumer<OperationBuilder> attributes, Operand<?>... operands) {
    return ops.op(type, attributes, operands);
  }
}
