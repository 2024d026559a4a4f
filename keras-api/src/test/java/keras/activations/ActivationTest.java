package keras.activations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import keras.ops.DType;
import keras.ops.Expr;
import keras.testing.GoldenTensor;
import keras.testing.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {

  private static GoldenTensor apply(Activation.Function function, String input) {
    GoldenTensor x = GoldenTensor.parse(DType.FLOAT32, input);
    return Graphs.value(tf -> function.call(Graphs.constant(tf, x)));
  }

  @Test
  void knowsEveryNameThatKerasKnows() {
    assertEquals(
        Set.of(
            "celu",
            "elu",
            "exponential",
            "gelu",
            "glu",
            "hard_shrink",
            "hard_sigmoid",
            "hard_silu",
            "hard_swish",
            "hard_tanh",
            "leaky_relu",
            "linear",
            "log_sigmoid",
            "log_softmax",
            "mish",
            "relu",
            "relu6",
            "selu",
            "sigmoid",
            "silu",
            "soft_shrink",
            "softmax",
            "softplus",
            "softsign",
            "sparse_plus",
            "sparse_sigmoid",
            "sparsemax",
            "squareplus",
            "swish",
            "tanh",
            "tanh_shrink"),
        Activations.names());
  }

  @Test
  void writesAnAliasAsKerasDoes() {
    assertEquals("silu", Activation.get("swish").id());
    assertEquals("hard_silu", Activation.get("hard_swish").id());
  }

  @Test
  void keepsTheIdOfAFunctionOfTheUsersOwn() {
    Activation swoosh = Activation.of("my_package>swoosh", x -> x.mul(x));
    assertEquals("my_package>swoosh", swoosh.id());
    assertEquals("my_package>swoosh", swoosh.toString());
    assertEquals("40800000", apply(swoosh::call, ":40000000").bits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3:0,0,0", "2,3:0,0,0,0,0,0", "1,2,2:0,0,0,0"})
  void endsInASoftmaxThatLossesLookThrough(String input) {
    GoldenTensor x = GoldenTensor.parse(DType.FLOAT32, input);
    assertEquals(
        "Softmax", Graphs.opTypes(tf -> Activations.SOFTMAX.call(Graphs.constant(tf, x))).get(0));
    assertEquals(
        "Sigmoid", Graphs.opTypes(tf -> Activations.SIGMOID.call(Graphs.constant(tf, x))).get(0));
  }

  @Test
  void suggestsANameForAnUnknownOne() {
    refuses("Unknown activation 'rleu'. Did you mean 'relu'?", () -> Activation.get("rleu"));
    refuses(
        "Unknown activation 'LeakyReLU'. Did you mean 'leaky_relu'?",
        () -> Activation.get("LeakyReLU"));
  }

  @Test
  void refusesTheThresholdWithoutItsArguments() {
    refuses(
        "Activation 'threshold' needs `threshold` and `default_value`. Use"
            + " Activation.of(\"threshold\", x -> Activations.threshold(x, 0.5, 0)).",
        () -> Activation.get("threshold"));
  }

  @Test
  void refusesAnAxisBeyondTheTensor() {
    refuses(
        "softmax: `axis` must lie in [-2, 2). Received: axis=2 for shape (1, 2).",
        () -> apply(x -> Activations.softmax(x, 2), "1,2:0,0"));
    refuses(
        "log_softmax: `axis` must lie in [-2, 2). Received: axis=-3 for shape (1, 2).",
        () -> apply(x -> Activations.logSoftmax(x, -3), "1,2:0,0"));
    refuses(
        "softmax: expected an axis or more. Received: none.",
        () -> apply(x -> Activations.softmax(x), "1,2:0,0"));
  }

  @Test
  void refusesToHalveAnOddAxis() {
    refuses(
        "glu: expected an even size along axis -1. Received: shape (1, 3).",
        () -> apply((Expr x) -> Activations.GLU.call(x), "1,3:0,0,0"));
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
