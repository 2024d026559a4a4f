package keras.regularizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.ops.DType;
import keras.testing.GoldenTensor;
import keras.testing.Goldens;
import keras.testing.Graphs;
import keras.testing.Specs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizerTest {

  static List<List<String>> configs() {
    return Goldens.lines(RegularizerTest.class, "configs.txt");
  }

  static List<List<String>> names() {
    return Goldens.lines(RegularizerTest.class, "names.txt");
  }

  static List<List<String>> values() {
    return Goldens.lines(RegularizerTest.class, "values.txt");
  }

  private static Regularizer make(String className, Map<String, @Nullable Object> config) {
    return Specs.make(Regularizer.class, "keras.regularizers", className, config);
  }

  private static GoldenTensor call(Regularizer regularizer, GoldenTensor x, DType dtype) {
    return Graphs.value(tf -> regularizer.call(Graphs.constant(tf, x).cast(dtype)));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesKerasKeysAndDefaults(List<String> golden) {
    assertEquals(
        Goldens.loose(
            Specs.spec("keras.regularizers", golden.get(0), Goldens.arguments(golden.get(1)))),
        Goldens.loose(Configs.serialize(Regularizer.get(golden.get(0)))));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void readsWhatItWrote(List<String> golden) {
    Map<String, @Nullable Object> written = Configs.serialize(Regularizer.get(golden.get(0)));
    KerasObject read = Configs.deserialize(written);
    assertEquals(written, Configs.serialize(read));
  }

  @ParameterizedTest
  @MethodSource("names")
  void knowsEveryNameThatKerasKnows(List<String> golden) {
    assertEquals(golden.get(1), Regularizer.get(golden.get(0)).getClass().getSimpleName());
  }

  @ParameterizedTest
  @MethodSource("values")
  void computesWhatKerasComputes(List<String> golden) {
    DType dtype = DType.get(golden.get(2));
    GoldenTensor x = GoldenTensor.input(RegularizerTest.class, golden.get(3), dtype);
    Regularizer regularizer = make(golden.get(0), Goldens.arguments(golden.get(1)));
    GoldenTensor expected = GoldenTensor.parse(dtype, golden.get(4));
    assertEquals(
        "", expected.difference(call(regularizer, x, dtype), GoldenTensor.tolerance(dtype)));
  }

  @Test
  void acceptsTheFunctionsNameToo() {
    assertEquals(L1L2.class, Regularizer.get("l1_l2").getClass());
  }

  @Test
  void keepsEveryOptionInItsConfig() {
    assertEquals(Map.of("l1", 0.5), new L1(0.5).config());
    assertEquals(Map.of("l1", (double) 0.3f), new L1(0.3).config());
    assertEquals(Map.of("l2", 0.3), new L2(0.3).config());
    assertEquals(Map.of("l1", 0.1, "l2", 0.2), new L1L2(0.1, 0.2).config());
    assertEquals(Map.of("l1", 0.3, "l2", 0.4), new L1L2().l1(0.3).l2(0.4).config());
    assertEquals(
        Map.of("factor", 0.5, "mode", "columns"),
        new OrthogonalRegularizer().factor(0.5).mode("columns").config());
  }

  @Test
  void roundsTheFactorItReadsAsKerasDoes() {
    assertEquals(Map.of("l1", (double) 0.3f), make("L1", Map.of("l1", 0.3)).config());
  }

  @Test
  void suggestsANameForAnUnknownOne() {
    refuses("Unknown regularizer 'l3'. Did you mean 'l1'?", () -> Regularizer.get("l3"));
    refuses(
        "Unknown regularizer 'ridge'. Known: l1, l2, l1l2, orthogonal_regularizer.",
        () -> Regularizer.get("ridge"));
  }

  @Test
  void refusesFactorsThatAreNegativeOrNotFinite() {
    refuses("L1: `l1` must be a non-negative number. Received: l1=-1.0.", () -> new L1(-1));
    refuses("L2: `l2` must be a non-negative number. Received: l2=NaN.", () -> new L2(Double.NaN));
    refuses(
        "L1L2: `l2` must be a non-negative number. Received: l2=Infinity.",
        () -> new L1L2().l2(Double.POSITIVE_INFINITY));
    refuses(
        "OrthogonalRegularizer: `factor` must be a non-negative number. Received: factor=-0.5.",
        () -> make("OrthogonalRegularizer", Map.of("factor", -0.5)));
  }

  @Test
  void refusesAModeThatKerasHasNot() {
    refuses(
        "OrthogonalRegularizer: `mode` must be 'rows' or 'columns'. Received: mode='diagonal'.",
        () -> new OrthogonalRegularizer().mode("diagonal"));
  }

  @Test
  void refusesToOrthogonaliseAVector() {
    GoldenTensor x = GoldenTensor.parse(DType.FLOAT32, "2:0,0");
    refuses(
        "OrthogonalRegularizer: expected a tensor of rank 2. Received: shape (2,).",
        () -> call(new OrthogonalRegularizer(), x, DType.FLOAT32));
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
