package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.io.savedmodel.SavedModel;
import keras.io.savedmodel.Signature;
import keras.python.Framework;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** Every SavedModel of the cases runs as a program and gives its writer's outputs. */
class ServedFileTest {
  static Stream<StoredFile> files() {
    return StoredFile.programs();
  }

  @Test
  void thereAreSome() {
    assertTrue(files().count() >= 19, () -> files().count() + " SavedModels");
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesItsWritersOutputs(StoredFile file) {
    GoldenCase golden = file.golden();
    try (SavedModel model = SavedModel.load(golden.file(file.form().file()))) {
      boolean isExport = file.form().writer() == Framework.KERAS3;
      assertEquals(
          isExport ? List.of("serve", "serving_default") : List.of("serving_default"),
          List.copyOf(model.signatures().keySet()));
      for (Signature signature : model.signatures().values()) {
        Map<String, NdArray<?>> outputs = model.call(signature.name(), inputs(golden, signature));
        golden.checkOutputs(file.form().writer(), inOrder(file, outputs));
      }
    }
  }

  /** Keras names a sole input of a Sequential anew; several keep their names. */
  private static Map<String, NdArray<?>> inputs(GoldenCase golden, Signature signature) {
    List<String> names = golden.names("inputs");
    List<NdArray<?>> arrays = golden.inputs();
    Map<String, NdArray<?>> named = new LinkedHashMap<>();
    if (names.size() == 1) {
      named.put(signature.inputs().keySet().iterator().next(), arrays.get(0));
    } else {
      for (int i = 0; i < names.size(); i++) {
        named.put(names.get(i), arrays.get(i));
      }
    }
    return named;
  }

  /**
   * Keras 3 numbers the outputs; tf_keras names them by their layers, whose order is the model's.
   */
  private static List<NdArray<?>> inOrder(StoredFile file, Map<String, NdArray<?>> outputs) {
    if (file.form().writer() == Framework.KERAS3 || outputs.size() == 1) {
      return List.copyOf(outputs.values());
    }
    Map<String, ?> config = file.golden().json("config.json").object("config").map();
    List<NdArray<?>> sorted = new ArrayList<>();
    for (Object end : (List<?>) Objects.requireNonNull(config.get("output_layers"))) {
      sorted.add(Objects.requireNonNull(outputs.get(String.valueOf(((List<?>) end).get(0)))));
    }
    return sorted;
  }
}
