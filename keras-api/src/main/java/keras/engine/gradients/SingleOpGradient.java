package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;

/** Asks TensorFlow's C++ registry for the gradient of one op that has no {@link Vjp} of ours. */
final class SingleOpGradient {
  /**
   * Calls of functions go through the run-time SymbolicGradient op, whose registry is smaller and
   * fails only when the graph runs.
   */
  private static final Set<String> REFUSED =
      Set.of(
          "PartitionedCall",
          "StatefulPartitionedCall",
          "SymbolicGradient",
          "StatelessCase",
          "StatelessIf",
          "StatelessWhile",
          "While");

  private SingleOpGradient() {}

  static List<? extends @Nullable Operand<?>> of(Graph graph, BackwardStep step) {
    GraphOperation op = step.operation();
    if (REFUSED.contains(op.type())) {
      throw noGradient(op, null);
    }
    List<Output<?>> ys = new ArrayList<>();
    List<Output<?>> dys = new ArrayList<>();
    for (int i = 0; i < op.numOutputs(); i++) {
      if (step.hasDy(i)) {
        ys.add(op.output(i));
        dys.add(step.dy(i).asOutput());
      }
    }
    List<Output<?>> xs = differentiableInputs(step);
    Output<?>[] found;
    try {
      found = graph.addGradients(null, array(ys), array(xs), array(dys));
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw noGradient(op, e);
    }
    @Nullable Operand<?>[] results = new Operand<?>[step.inputs()];
    for (int i = results.length - 1; i >= 0; i--) {
      int at = xs.indexOf(step.input(i).asOutput());
      boolean first = at >= 0 && step.needs(i) && firstPlace(step, i);
      results[i] = first && !found[at].isClosed() ? found[at] : null;
    }
    return Collections.unmodifiableList(Arrays.asList(results));
  }

  /** A tensor that the op reads twice has one gradient: it is handed over once. */
  private static boolean firstPlace(BackwardStep step, int index) {
    Output<?> input = step.input(index).asOutput();
    for (int i = 0; i < index; i++) {
      if (step.input(i).asOutput().equals(input)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Lists the inputs to differentiate by, with their sibling outputs: addGradients stops only at an
   * op all of whose outputs it was asked for, and would else go on through that op.
   */
  private static List<Output<?>> differentiableInputs(BackwardStep step) {
    Set<Output<?>> xs = new LinkedHashSet<>();
    for (int i = 0; i < step.inputs(); i++) {
      Output<?> input = step.input(i).asOutput();
      if (step.needs(i) && Dtypes.isDifferentiable(input.dataType())) {
        xs.add(input);
        GraphOperation producer = (GraphOperation) input.op();
        for (int k = 0; k < producer.numOutputs(); k++) {
          xs.add(producer.output(k));
        }
      }
    }
    return List.copyOf(xs);
  }

  private static Output<?>[] array(List<Output<?>> outputs) {
    return outputs.toArray(new Output<?>[0]);
  }

  private static UnsupportedOperationException noGradient(
      GraphOperation op, @Nullable Exception cause) {
    return new UnsupportedOperationException(
        ("Gradients: expected ops that can be differentiated. Received: %s '%s', for which there is"
                + " no gradient. Add one to VectorJacobianProducts, override it for this node, or"
                + " put a StopGradient before it.")
            .formatted(op.type(), op.name()),
        cause);
  }
}
