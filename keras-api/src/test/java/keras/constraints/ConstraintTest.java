package keras.constraints;

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

class ConstraintTest {

  static List<List<String>> configs() {
    return Goldens.lines(ConstraintTest.class, "configs.txt");
  }

  static List<List<String>> names() {
    return Goldens.lines(ConstraintTest.class, "names.txt");
  }

  static List<List<String>> values() {
    return Goldens.lines(ConstraintTest.class, "values.txt");
  }

  private static Constraint make(String className, Map<String, @Nullable Object> config) {
    return Specs.make(Constraint.class, "keras.constraints", className, config);
  }

  private static GoldenTensor call(Constraint constraint, GoldenTensor x, DType dtype) {
    return Graphs.value(tf -> constraint.call(Graphs.constant(tf, x).cast(dtype)));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesKerasKeysAndDefaults(List<String> golden) {
    assertEquals(
        Goldens.loose(
            Specs.spec("keras.constraints", golden.get(0), Goldens.arguments(golden.get(1)))),
        Goldens.loose(Configs.serialize(Constraint.get(golden.get(0)))));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void readsWhatItWrote(List<String> golden) {
    Map<String, @Nullable Object> written = Configs.serialize(Constraint.get(golden.get(0)));
    KerasObject read = Configs.deserialize(written);
    assertEquals(written, Configs.serialize(read));
  }

  @ParameterizedTest
  @MethodSource("names")
  void knowsEveryNameThatKerasKnows(List<String> golden) {
    assertEquals(golden.get(1), Constraint.get(golden.get(0)).getClass().getSimpleName());
  }

  @ParameterizedTest
  @MethodSource("values")
  void computesWhatKerasComputes(List<String> golden) {
    DType dtype = DType.get(golden.get(2));
    GoldenTensor x = GoldenTensor.input(ConstraintTest.class, golden.get(3), dtype);
    Constraint constraint = make(golden.get(0), Goldens.arguments(golden.get(1)));
    GoldenTensor expected = GoldenTensor.parse(dtype, golden.get(4));
    assertEquals(
        "", expected.difference(call(constraint, x, dtype), GoldenTensor.tolerance(dtype)));
  }

  @Test
  void keepsEveryOptionInItsConfig() {
    assertEquals(Map.of("axis", 1, "max_value", 3.0), new MaxNorm(3).axis(1).config());
    assertEquals(
        Map.of("axis", List.of(0, 1), "max_value", 0.5),
        new MaxNorm().maxValue(0.5).axis(0, 1).config());
    assertEquals(Map.of("axis", -1), new UnitNorm().axis(-1).config());
    assertEquals(
        Map.of("axis", 0, "min_value", 0.5, "max_value", 2.0, "rate", 0.1),
        new MinMaxNorm(0.5, 2).rate(0.1).config());
    assertEquals(
        Map.of("axis", 0, "min_value", 0.25, "max_value", 4.0, "rate", 1.0),
        new MinMaxNorm().minValue(0.25).maxValue(4).config());
    assertEquals(Map.of(), new NonNeg().config());
  }

  @Test
  void suggestsANameForAnUnknownOne() {
    refuses(
        "Unknown constraint 'maxnorm'. Did you mean 'max_norm'?", () -> Constraint.get("maxnorm"));
    refuses(
        "Unknown constraint 'positive'. Known: max_norm, min_max_norm, non_neg, radial_constraint,"
            + " unit_norm.",
        () -> Constraint.get("positive"));
  }

  @Test
  void refusesAnAxisThatIsNoInteger() {
    refuses(
        "UnitNorm: `axis` must be an integer or a list of integers. Received: axis=last.",
        () -> make("UnitNorm", Map.of("axis", "last")));
    refuses(
        "UnitNorm: `axis` must be an integer or a list of integers. Received: axis=[0, 0.5].",
        () -> make("UnitNorm", Map.of("axis", List.of(0, 0.5))));
  }

  @Test
  void refusesAnAxisBeyondTheWeight() {
    GoldenTensor x = GoldenTensor.parse(DType.FLOAT32, "2:0,0");
    refuses(
        "MaxNorm: `axis` must lie within the weight's axes. Received: axis=[1] for shape (2,).",
        () -> call(new MaxNorm().axis(1), x, DType.FLOAT32));
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
