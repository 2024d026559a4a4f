package keras.initializers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.ops.DType;
import keras.testing.GoldenTensor;
import keras.testing.Goldens;
import keras.testing.Graphs;
import keras.testing.Specs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerValuesTest {

  static List<List<String>> values() {
    return Goldens.lines(InitializerValuesTest.class, "values.txt");
  }

  static List<List<String>> calls() {
    return Goldens.lines(InitializerValuesTest.class, "calls.txt");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void givesOtherValuesAtEachCallWhereAGeneratorIsTheSeed(List<String> golden) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(
        "seed",
        Specs.spec("keras.random", "SeedGenerator", Map.of("seed", 11L, "name", "seed_generator")));
    Initializer initializer =
        Specs.make(Initializer.class, "keras.initializers", golden.get(0), config);
    GoldenTensor value = call(initializer, "3,4", DType.FLOAT32);
    for (int i = 1; i < Integer.parseInt(golden.get(1)); i++) {
      value = call(initializer, "3,4", DType.FLOAT32);
    }
    assertEquals("", GoldenTensor.parse(DType.FLOAT32, golden.get(2)).difference(value, 0));
    assertEquals(config.get("seed"), initializer.config().get("seed"));
  }

  private static GoldenTensor call(Initializer initializer, String shape, DType dtype) {
    return Graphs.value(tf -> initializer.call(tf, GoldenTensor.shape(shape), dtype));
  }

  @ParameterizedTest
  @MethodSource("values")
  void startsFromKerasValues(List<String> golden) {
    Initializer initializer =
        Specs.make(
            Initializer.class,
            "keras.initializers",
            golden.get(0),
            Goldens.arguments(golden.get(1)));
    DType dtype = DType.get(golden.get(2));
    GoldenTensor expected = GoldenTensor.parse(dtype, golden.get(4));
    GoldenTensor value = call(initializer, golden.get(3), dtype);
    assertEquals("", expected.difference(value, tolerance(golden, dtype)));
  }

  /**
   * Uniform numbers are bits of an integer generator, scaled; the normal ones take logarithms and
   * cosines, an orthogonal matrix sums, a window cosines, whose last bits the processor decides.
   */
  private static double tolerance(List<String> golden, DType dtype) {
    boolean exact =
        Set.of("Zeros", "Ones", "Constant", "Identity").contains(golden.get(0))
            || golden.get(0).contains("Uniform")
            || golden.get(1).contains("distribution=\"uniform\"");
    return exact ? 0 : GoldenTensor.tolerance(dtype);
  }
}
