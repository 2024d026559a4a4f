package keras.engine.gradients;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;

/**
 * Differentiates TensorFlow's kernel of a whole sequence of LSTM steps. Its second version, {@code
 * BlockLSTMV2}, has a wrong gradient in TensorFlow and is not here.
 */
final class RecurrentGradients {
  /** The outputs that a layer takes: the carries and the states of all steps. */
  private static final int CARRIES = 1;

  private static final int STATES = 6;

  private RecurrentGradients() {}

  static void addTo(VjpTable table) {
    table.put("BlockLSTM", RecurrentGradients::blockLstm);
  }

  private static List<? extends @Nullable Operand<?>> blockLstm(BackwardStep step) {
    List<Operand<?>> in = new ArrayList<>();
    for (int i = 0; i < step.inputs(); i++) {
      in.add(step.input(i));
    }
    for (int i = 0; i <= STATES; i++) {
      if (i != CARRIES && i != STATES && step.hasDy(i)) {
        throw new UnsupportedOperationException(
            "Gradients: expected gates of BlockLSTM that nothing depends on. Received: output %d of '%s'."
                .formatted(i, step.operation().name()));
      }
      in.add(step.output(i));
    }
    in.add(step.dy(CARRIES));
    in.add(step.dy(STATES));
    Operation gradient =
        step.ops()
            .build("BlockLSTMGrad", step.copying("use_peephole"), in.toArray(new Operand<?>[0]));
    List<@Nullable Operand<?>> results = new ArrayList<>();
    results.add(null); // the length
    for (int i = 0; i < step.inputs() - 1; i++) {
      results.add(gradient.output(i));
    }
    return results;
  }
}
