package keras.activations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.ops.DType;
import keras.ops.Expr;
import keras.testing.GoldenTensor;
import keras.testing.Goldens;
import keras.testing.Graphs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationValuesTest {

  /** Of comparisons, sums and products of two, quotients and roots: exact on every processor. */
  private static final Set<String> EXACT =
      Set.of(
          "hard_shrink",
          "hard_sigmoid",
          "hard_silu",
          "hard_tanh",
          "leaky_relu",
          "linear",
          "relu",
          "relu6",
          "soft_shrink",
          "sparse_sigmoid",
          "squareplus",
          "threshold");

  private static double tolerance(String name, DType dtype) {
    return EXACT.contains(name) ? 0 : GoldenTensor.tolerance(dtype);
  }

  static List<List<String>> values() {
    return Goldens.lines(ActivationValuesTest.class, "values.txt");
  }

  @ParameterizedTest
  @MethodSource("values")
  void computesWhatKerasComputes(List<String> golden) {
    DType dtype = DType.get(golden.get(2));
    GoldenTensor input = GoldenTensor.input(ActivationValuesTest.class, golden.get(3), dtype);
    GoldenTensor expected = GoldenTensor.parse(dtype, golden.get(4));
    GoldenTensor computed =
        Graphs.value(
            tf ->
                apply(
                    golden.get(0),
                    Goldens.arguments(golden.get(1)),
                    Graphs.constant(tf, input).cast(dtype)));
    assertEquals("", expected.difference(computed, tolerance(golden.get(0), dtype)));
  }

  private static Expr apply(String name, Map<String, @Nullable Object> arguments, Expr x) {
    if (arguments.isEmpty()) {
      return Activation.get(name).call(x);
    }
    Object axis = arguments.get("axis");
    return switch (name) {
      case "celu" -> Activations.celu(x, number(arguments, "alpha"));
      case "elu" -> Activations.elu(x, number(arguments, "alpha"));
      case "gelu" -> Activations.gelu(x, Boolean.TRUE.equals(arguments.get("approximate")));
      case "glu" -> Activations.glu(x, (int) number(arguments, "axis"));
      case "hard_shrink" -> Activations.hardShrink(x, number(arguments, "threshold"));
      case "leaky_relu" -> Activations.leakyRelu(x, number(arguments, "negative_slope"));
      case "log_softmax" -> Activations.logSoftmax(x, (int) number(arguments, "axis"));
      case "relu" ->
          Activations.relu(
              x,
              number(arguments, "negative_slope"),
              arguments.containsKey("max_value") ? (Double) number(arguments, "max_value") : null,
              number(arguments, "threshold"));
      case "soft_shrink" -> Activations.softShrink(x, number(arguments, "threshold"));
      case "softmax" ->
          Activations.softmax(
              x,
              axis instanceof List<?> l
                  ? l.stream().mapToInt(a -> ((Number) a).intValue()).toArray()
                  : new int[] {(int) number(arguments, "axis")});
      case "sparsemax" -> Activations.sparsemax(x, (int) number(arguments, "axis"));
      case "squareplus" -> Activations.squareplus(x, number(arguments, "b"));
      case "threshold" ->
          Activations.threshold(
              x, number(arguments, "threshold"), number(arguments, "default_value"));
      default -> throw new AssertionError(name);
    };
  }

  private static double number(Map<String, @Nullable Object> arguments, String key) {
    return arguments.get(key) instanceof Number n ? n.doubleValue() : 0;
  }
}
