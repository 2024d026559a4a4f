package keras.initializers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.ops.DType;
import keras.testing.GoldenTensor;
import keras.testing.Goldens;
import keras.testing.Graphs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerValuesTest {

  static List<List<String>> values() throws IOException {
    return Goldens.lines(InitializerValuesTest.class, "values.txt");
  }

  @ParameterizedTest
  @MethodSource("values")
  void startsFromKerasBits(List<String> golden) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.initializers");
    spec.put("class_name", golden.get(0));
    spec.put("config", Goldens.arguments(golden.get(1)));
    Initializer initializer = (Initializer) Configs.deserialize(spec);
    DType dtype = DType.get(golden.get(2));
    GoldenTensor expected = GoldenTensor.parse(dtype, golden.get(4));
    GoldenTensor value =
        Graphs.value(tf -> initializer.call(tf, GoldenTensor.shape(golden.get(3)), dtype));
    assertEquals("", expected.difference(value, 0));
  }
}
