package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** What this library writes as a SavedModel is a program that this library runs. */
class OwnSavedModelTest {
  @Test
  void computesWhatTheModelComputes(@TempDir Path dir) {
    float[][] x = {{1, 2, 3}, {-1, 0.5f, 0}};
    String path = dir.resolve("saved").toString();
    try (var model =
        new Sequential(
            new Dense(4, "relu").inputShape(3),
            new BatchNormalization(),
            new Dense(2, "softmax"))) {
      model.save(path);
      try (SavedModel program = SavedModel.load(Path.of(path))) {
        Signature signature = program.signatures().values().iterator().next();
        assertEquals("serving_default", signature.name());
        Map<String, NdArray<?>> outputs =
            program.call(
                signature.name(), Map.of(signature.inputs().keySet().iterator().next(), x));
        assertArrayEquals(
            HostTensor.of(model.predict(x)).floats(),
            HostTensor.of(List.copyOf(outputs.values()).get(0)).floats(),
            1e-6f);
      }
      assertEquals(List.of(), SavedModel.inspect(Path.of(path)).refusedOps());
    }
  }
}
