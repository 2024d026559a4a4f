package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Models whose weights began with a function of Python's. */
@ExtendWith(PythonExtension.class)
class OddInitializersLiveTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});

  private static final String OWN =
      """
      def small(shape, dtype=None, **others):
          return keras.initializers.RandomNormal(stddev=0.1, seed=1)(shape, dtype)

      """;

  private final Path dir;

  OddInitializersLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static void close(PythonResult expected, Model model) {
    Closeness.relative(1e-6)
        .check("y", List.of(expected.array("y").toNdArray()), List.of(model.predict(X)));
  }

  @ParameterizedTest
  @CsvSource({"TF_KERAS,h5", "TF_KERAS,keras", "KERAS3,h5", "KERAS3,keras"})
  void comeWithTheirWeightsAndGoAsTheyCame(Framework framework, String ending, Python python) {
    Path file = dir.resolve("model." + ending);
    PythonResult made =
        python
            .of(framework)
            .exec(
                OWN
                    + """
                    model = keras.Sequential([
                        keras.Input((3,)),
                        keras.layers.Dense(2, kernel_initializer=small, name="d")])
                    model.save(path)
                    result["y"] = model.predict(x, verbose=0)
                    """,
                Map.of("path", file, "x", X));
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    Path again = dir.resolve("again." + ending);
    try (Model model = Keras.loadModel(file, options)) {
      assertEquals(
          List.of(
              "its `kernel_initializer` small cannot be made and draws no new weights: Keras has no function of that name."),
          notes);
      close(made, model);
      model.save(again.toString());
    }
    PythonResult back =
        python
            .of(framework)
            .exec(
                OWN
                    + """
                    model = keras.models.load_model(path, custom_objects={"small": small})
                    result["y"] = model.predict(x, verbose=0)
                    result["name"] = model.get_layer("d").kernel_initializer.__name__
                    """,
                Map.of("path", again, "x", X));
    assertEquals("small", back.text("name"));
    Closeness.relative(1e-6)
        .check("y", List.of(made.array("y").toNdArray()), List.of(back.array("y").toNdArray()));
  }

  @Test
  void getTheirWeightsAfterAConfig(Python python) throws IOException {
    Path json = dir.resolve("model.json");
    Path weights = dir.resolve("model.h5");
    PythonResult made =
        python
            .tfKeras()
            .exec(
                OWN
                    + """
                model = keras.Sequential([
                    keras.Input((3,)), keras.layers.Dense(2, kernel_initializer=small)])
                with open(json, "w") as file:
                    file.write(model.to_json().replace("small", "<lambda>"))
                model.save_weights(path)
                result["y"] = model.predict(x, verbose=0)
                """,
                Map.of("json", json, "path", weights, "x", X));
    try (Model model = Keras.modelFromJson(Files.readString(json))) {
      UnsupportedOperationException e =
          assertThrows(UnsupportedOperationException.class, () -> model.predict(X));
      assertEquals(
          "The initializer <lambda> is not here, and no file gave the weights it is for: Keras has no function of that name.",
          e.getMessage());
      model.loadWeights(weights);
      close(made, model);
    }
  }
}
