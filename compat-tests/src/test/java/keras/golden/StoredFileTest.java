package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.models.Model;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of the cases whose classes exist is read: it predicts what its writer predicts, has
 * the writer's weights, metrics and optimizer, and training goes on where the writer stopped.
 */
class StoredFileTest {
  static Stream<StoredFile> files() {
    return StoredFile.models();
  }

  static Stream<StoredFile> trained() {
    return StoredFile.trained();
  }

  static Stream<String> variants() {
    return GoldenCase.of("h5_variants")
        .json("variants.json")
        .object("variants")
        .map()
        .keySet()
        .stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesItsWritersOutputs(StoredFile file) {
    try (Model model = file.read()) {
      file.golden().checkOutputs(file.form().writer(), model.predictAll(file.golden().inputs()));
      boolean compiled =
          file.golden().isTrained() && file.form().content() == StoredForm.Content.MODEL;
      assertEquals(compiled, model.isCompiled(), "compiled");
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void hasItsWritersTrainingState(StoredFile file) {
    GoldenTraining training = file.training();
    try (Model model = file.read()) {
      training.checkFinalWeights(model);
      training.checkEvaluation(training.evaluate(model));
      training.checkSteps(model.optimizer());
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void goesOnWhereItsWriterStopped(StoredFile file) {
    GoldenTraining training = file.training();
    try (Model model = file.read()) {
      History history = training.fitOneEpoch(model);
      training.checkContinued(file.continued(), history, model);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void readsHdf5OfAnyLayout(String file) {
    GoldenCase golden = GoldenCase.of("h5_variants");
    JsonObject variant = golden.json("variants.json").object("variants").object(file);
    double tolerance = variant.has("note") ? 2e-3 : 1e-5; // the note: weights rounded to half
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(golden.file(file).toString(), options)) {
      new Closeness(tolerance, tolerance)
          .check(
              file,
              golden.arrays("outputs", List.of("out")),
              model.predictAll(golden.arrays("inputs", List.of("input"))));
      assertTrue(model.isCompiled());
    }
    assertEquals(List.of(), notes);
  }
}
