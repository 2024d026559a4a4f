package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights for which Python's layers were told no initializer, {@code None}. */
@ExtendWith(PythonExtension.class)
class NoInitializerTest {
  private static final String PYTHON =
      """
      L = keras.layers
      model = keras.Sequential([
          L.Dense(2, kernel_initializer=None, bias_initializer=None, input_shape=(3,), name="d"),
          L.BatchNormalization(beta_initializer=None, moving_mean_initializer=None, name="b"),
          L.EinsumDense("ab,bc->ac", 2, kernel_initializer=None, name="e")], name="s")
      """;

  @ParameterizedTest
  @CsvSource({
    "KERAS3, KERAS_3, m.keras",
    "KERAS3, PORTABLE, m.h5",
    "TF_KERAS, TF_KERAS, m.keras",
    "TF_KERAS, TF_KERAS, m.h5",
  })
  void areKeptInFiles(
      Framework framework, Dialect dialect, String name, Python python, @TempDir Path folder) {
    String theirs = folder.resolve(name).toString();
    String ours = folder.resolve("java_" + name).toString();
    Map<String, Object> parameters = Map.of("theirs", theirs, "ours", ours);
    PythonResult written =
        python
            .of(framework)
            .exec(
                PYTHON
                    + "model.save(theirs)\nresult['weights'] = [w.numpy() for w in model.weights]",
                parameters);
    try (Model model = Keras.loadModel(theirs)) {
      Arrays32.assertNear("weights", written.arrays("weights"), model.getWeights(), 0);
      model.save(ours, SaveOptions.defaults().dialect(dialect));
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                """
                model = keras.models.load_model(ours)
                result["weights"] = [w.numpy() for w in model.weights]
                result["given"] = str([model.get_layer("d").get_config()["kernel_initializer"],
                                       model.get_layer("b").get_config()["beta_initializer"]])
                """,
                parameters);
    assertEquals(written.arrays("weights"), read.arrays("weights"));
    assertEquals("[None, None]", read.text("given"));
  }

  /** From one seed, the weights are Keras' bit for bit. */
  @Test
  void startFromGlorotUniform(Python python, @TempDir Path folder) throws IOException {
    Path json = folder.resolve("m.json");
    PythonResult expected =
        python
            .keras3()
            .exec(
                PYTHON
                    + """
                    text = model.to_json()
                    open(json, "w").write(text)
                    keras.utils.clear_session()
                    keras.utils.set_random_seed(42)
                    model = keras.models.model_from_json(text)
                    result["weights"] = [w.numpy() for w in model.weights]
                    """,
                Map.of("json", json.toString()));
    Keras.clearSession();
    Keras.setRandomSeed(42);
    try (Model model = Keras.modelFromJson(Files.readString(json))) {
      Arrays32.assertNear("weights", expected.arrays("weights"), model.getWeights(), 0);
    }
    assertEquals(
        "No reader for '%s': it is JSON, an architecture without weights at most. Make its model with Keras.modelFromJson(Source.of(path))."
            .formatted(json),
        assertThrows(IllegalArgumentException.class, () -> Keras.loadModel(json.toString()))
            .getMessage());
  }
}
