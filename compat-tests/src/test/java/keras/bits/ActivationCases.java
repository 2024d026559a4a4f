package keras.bits;

import java.util.List;
import java.util.Map;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.engine.HostTensor;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** golden/function_cases/activations.py in Java. */
final class ActivationCases {
  private ActivationCases() {}

  static Map<String, HostTensor> compute(FunctionCase c) {
    boolean open = !c.map("arguments").containsKey("axis");
    List<HostTensor> out =
        Graphs.run(
            List.of(c.array("input")),
            open,
            (ctx, in) ->
                Graphs.withGradientOfSquares(
                    ctx, apply(c.text("function"), c.map("arguments"), in.get(0)), in.get(0)));
    return Graphs.named(out);
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
