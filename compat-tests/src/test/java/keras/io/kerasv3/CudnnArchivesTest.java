package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * tf_keras writes {@code .keras} archives of NVIDIA's recurrent layers and cannot load them again,
 * with custom objects or without; Java says so too, and loads nothing. Their {@code .h5} files load
 * in both.
 */
@ExtendWith(PythonExtension.class)
class CudnnArchivesTest {
  private static final String PYTHON =
      """
      from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
      from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM
      layer = {"CuDNNLSTM": CuDNNLSTM, "CuDNNGRU": CuDNNGRU}[name]
      i = keras.Input((5, 3))
      keras.Model(i, layer(4)(i)).save(path)
      result["errors"] = []
      for custom in (None, {name: layer}):
          try:
              keras.models.load_model(path, custom_objects=custom)
          except TypeError as e:
              result["errors"].append(str(e)[:35])
      """;

  @ParameterizedTest
  @ValueSource(strings = {"CuDNNLSTM", "CuDNNGRU"})
  void areRefusedAsTfKerasRefusesThem(String name, Python python, @TempDir Path folder) {
    Path file = folder.resolve("m.keras");
    PythonResult result =
        python.tfKeras().exec(PYTHON, Map.of("name", name, "path", file.toString()));
    String refusal = ("Could not locate class '" + name + "'").substring(0, 33);
    List<?> errors = result.list("errors");
    assertEquals(2, errors.size());
    errors.forEach(e -> assertTrue(String.valueOf(e).startsWith(refusal), String.valueOf(e)));
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage());
    assertTrue(message.contains("has no layer: /layers/cu_dnn"), message);
  }
}
