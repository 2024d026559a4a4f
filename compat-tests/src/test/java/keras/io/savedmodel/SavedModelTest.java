package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.config.CustomObjects;
import keras.golden.CaseClasses;
import keras.golden.GoldenCase;
import keras.golden.GoldenTraining;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** SavedModels of tf_keras, back as Keras models with their compile state. */
@ExtendWith(PythonExtension.class)
class SavedModelTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("saved_model/keras_metadata.pb"))
        .filter(CaseClasses::allExist);
  }

  @Test
  void thereAreSome() {
    assertTrue(cases().count() >= 2, () -> cases().count() + " SavedModels");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheModelBack(GoldenCase golden) {
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(golden.file("saved_model").toString(), options)) {
      golden.checkOutputs(Framework.TF_KERAS, model.predictAll(golden.inputs()));
      assertEquals(golden.isTrained(), model.isCompiled());
      if (golden.isTrained()) {
        GoldenTraining training = new GoldenTraining(golden, Framework.TF_KERAS);
        training.checkFinalWeights(model);
        training.checkEvaluation(training.evaluate(model));
        training.checkSteps(model.optimizer());
      }
    }
    assertEquals(List.of(), notes);
  }

  @Test
  void goesOnWithTheOptimizer(@TempDir Path dir, Python python) {
    Path saved = dir.resolve("saved");
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                """
                model = keras.Sequential([
                    keras.layers.Dense(4, "relu", input_shape=(3,)), keras.layers.Dense(2)])
                model.compile(keras.optimizers.Adam(0.01), "mse")
                model.fit(x, y, epochs=2, shuffle=False, verbose=0)
                model.save(path, save_format="tf")
                result["history"] = model.fit(x, y, epochs=3, shuffle=False, verbose=0).history
                """,
                Map.of("path", saved, "x", X, "y", Y));
    try (Model model = Keras.loadModel(saved.toString())) {
      History history = model.fit(X, Y, f -> f.epochs(3).shuffle(false).verbose(0));
      assertArrayEquals(
          trained.series("history", "loss"),
          history.get("loss").stream().mapToDouble(d -> d).toArray(),
          1e-5);
    }
  }

  @Test
  void refusesAProgramWithoutAModel() {
    GoldenCase golden = GoldenCase.of("wide_deep");
    String path = golden.file("export").toString();
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, () -> Keras.loadModel(path));
    assertEquals(
        path
            + ": it is no Keras model but a TensorFlow program, as model.export writes it. Run it:"
            + " SavedModel.load(Path.of(\""
            + path
            + "\")).call(\"serving_default\", Map.of(\"deep_input\", deep_input, \"wide_input\","
            + " wide_input)). To train or change the model, save it itself in Python, as .keras or"
            + " .h5.",
        e.getMessage());
  }

  @Test
  void refusesDamagedMetadata(@TempDir Path dir) throws IOException {
    byte[] good =
        Files.readAllBytes(GoldenCase.of("wide_deep").file("saved_model/keras_metadata.pb"));
    for (int length = 0; length < good.length; length += 97) {
      Files.write(dir.resolve("keras_metadata.pb"), java.util.Arrays.copyOf(good, length));
      assertThrows(ModelFormatException.class, () -> Keras.loadModel(dir.toString()));
    }
  }

  /** Older protobuf follows nested groups until the stack ends. */
  @Test
  void refusesMetadataOfNestedGroups(@TempDir Path dir) throws IOException {
    byte[] groups = new byte[1_000_000];
    java.util.Arrays.fill(groups, (byte) ((15 << 3) | 3));
    Files.write(dir.resolve("keras_metadata.pb"), groups);
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(dir.toString()));
  }

  @Test
  void refusesAFolderThatWasNotCopiedWhole(@TempDir Path dir) throws IOException {
    Path folder = dir.resolve("m");
    Path program = folder.resolve("saved_model.pb");
    Path data = folder.resolve("variables/variables.data-00000-of-00001");
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.save(folder.toString());
    }
    byte[] whole = Files.readAllBytes(program);
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
      Files.write(program, java.util.Arrays.copyOf(whole, length));
      assertEquals(
          folder + ": saved_model.pb: it is damaged, or cut off.",
          refusal(() -> Keras.loadModel(folder.toString())));
      refusal(() -> ModelFormats.inspect(folder.toString(), CustomObjects.none()));
    }
    Files.write(program, whole);
    byte[] values = Files.readAllBytes(data);
    for (int length : new int[] {0, 3, values.length - 1}) {
      Files.write(data, java.util.Arrays.copyOf(values, length));
      assertTrue(
          refusal(() -> ModelFormats.inspect(folder.toString(), CustomObjects.none()))
              .contains("it lies outside of variables.data-00000-of-00001"));
    }
    Files.delete(data);
    assertTrue(
        refusal(() -> ModelFormats.inspect(folder.toString(), CustomObjects.none()))
            .contains("expected the file variables.data-00000-of-00001 beside it"));
    Files.write(data, values);
    Keras.loadModel(folder.toString()).close();
    assertEquals(
        List.of(), ModelFormats.inspect(folder.toString(), CustomObjects.none()).unsupported());
  }

  private static String refusal(Executable action) {
    return String.valueOf(assertThrows(ModelFormatException.class, action).getMessage());
  }
}
