package keras.engine.gradients;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;

/**
 * Differentiates what rounds numbers to few bits as if it did not: the gradient passes where a
 * number lies between the ends, and the ends get the rest.
 *
 * <p>Keras: tensorflow/python/ops/array_ops.py, array_grad.py
 */
final class QuantizingGradients {
  private QuantizingGradients() {}

  static void addTo(VjpTable table) {
    table.unary(
        "FakeQuantWithMinMaxArgs",
        s ->
            s.dy()
                .op(
                    "FakeQuantWithMinMaxArgsGradient",
                    s.copying("min", "max", "num_bits", "narrow_range"),
                    s.input(0)));
    for (String op : List.of("FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxVarsPerChannel")) {
      table.put(op, s -> withEnds(s, op + "Gradient", "num_bits", "narrow_range"));
    }
    table.put("QuantizeAndDequantizeV2", s -> Collections.singletonList(s.rawDy(0)));
    table.put("QuantizeAndDequantizeV4", s -> withEnds(s, "QuantizeAndDequantizeV4Grad", "axis"));
  }

  private static List<@Nullable Operand<?>> withEnds(
      BackwardStep s, String type, String... attributes) {
    Operation made =
        s.ops().build(type, s.copying(attributes), s.dy(), s.input(0), s.input(1), s.input(2));
    return List.of(s.ops().output(made, 0), s.ops().output(made, 1), s.ops().output(made, 2));
  }
}
