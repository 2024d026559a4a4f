package keras.golden;

import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.ops.Expr;

/** Calls an activation by its Keras name, with arguments by their Keras names. */
final class ActivationCall {
  private ActivationCall() {}

  static Expr of(String name, JsonObject arguments, Expr x) {
    if (arguments.map().isEmpty()) {
      return Activation.get(name).call(x);
    }
    return switch (name) {
      case "celu" -> Activations.celu(x, arguments.number("alpha"));
      case "elu" -> Activations.elu(x, arguments.number("alpha"));
      case "gelu" -> Activations.gelu(x, Boolean.TRUE.equals(arguments.get("approximate")));
      case "glu" -> Activations.glu(x, arguments.integer("axis"));
      case "hard_shrink" -> Activations.hardShrink(x, arguments.number("threshold"));
      case "leaky_relu" -> Activations.leakyRelu(x, arguments.number("negative_slope"));
      case "log_softmax" -> Activations.logSoftmax(x, arguments.integer("axis"));
      case "relu" ->
          Activations.relu(
              x,
              number(arguments, "negative_slope"),
              arguments.has("max_value") ? (Double) arguments.number("max_value") : null,
              number(arguments, "threshold"));
      case "soft_shrink" -> Activations.softShrink(x, arguments.number("threshold"));
      case "softmax" -> Activations.softmax(x, axes(arguments));
      case "sparsemax" -> Activations.sparsemax(x, arguments.integer("axis"));
      case "squareplus" -> Activations.squareplus(x, arguments.number("b"));
      case "threshold" ->
          Activations.threshold(
              x, arguments.number("threshold"), arguments.number("default_value"));
      default ->
          throw new IllegalArgumentException(
              "No activation '%s' with arguments %s.".formatted(name, arguments.map()));
    };
  }

  private static double number(JsonObject arguments, String key) {
    return arguments.has(key) ? arguments.number(key) : 0;
  }

  private static int[] axes(JsonObject arguments) {
    return arguments.get("axis") instanceof List<?> axes
        ? axes.stream().mapToInt(a -> ((Number) a).intValue()).toArray()
        : new int[] {arguments.integer("axis")};
  }
}
