package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.golden.CaseClasses;
import keras.golden.Closeness;
import keras.golden.GoldenCase;
import keras.golden.GoldenTraining;
import keras.layers.Activation;
import keras.layers.Dense;
import keras.models.Model;
import keras.python.Framework;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Every legacy file of the cases whose classes exist, written by tf_keras and by Keras 3. */
class LegacyFilesTest {
  /** A file of a case, and the Keras that wrote it. */
  record Written(GoldenCase golden, String file, Framework writer) {
    String path() {
      return golden.file(file).toString();
    }

    @Override
    public String toString() {
      return golden + "/" + file;
    }
  }

  static Stream<Written> models() {
    return files("model.h5", "model_v3.h5");
  }

  static Stream<Written> trained() {
    return models().filter(w -> w.golden().isTrained());
  }

  static Stream<Written> weights() {
    return files("weights.h5").filter(w -> w.golden().has("config.json"));
  }

  private static Stream<Written> files(String... names) {
    List<Written> all = new ArrayList<>();
    for (GoldenCase golden : GoldenCase.all()) {
      for (String name : names) {
        if (golden.isModel() && golden.has(name) && CaseClasses.allExist(golden)) {
          Framework writer = name.equals("model_v3.h5") ? Framework.KERAS3 : Framework.TF_KERAS;
          all.add(new Written(golden, name, writer));
        }
      }
    }
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void thereAreManyFiles() {
    assertTrue(models().count() >= 52, () -> models().count() + " models");
    assertTrue(weights().count() >= 2, () -> weights().count() + " files of weights");
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheWritersOutputs(Written file) {
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(file.path(), options)) {
      checkOutputs(file, model);
      assertEquals(file.golden().isTrained(), model.isCompiled());
    }
    assertEquals(List.of(), notes);
  }

  @ParameterizedTest
  @MethodSource("trained")
  void restoresWhatTrainingNeeds(Written file) {
    GoldenTraining training = new GoldenTraining(file.golden(), file.writer());
    try (Model model = Keras.loadModel(file.path())) {
      training.checkFinalWeights(model);
      training.checkEvaluation(training.evaluate(model));
      training.checkSteps(model.optimizer());
    }
  }

  @ParameterizedTest
  @MethodSource("weights")
  void readsWeightsAlone(Written file) {
    try (Model model = Keras.modelFromJson(file.golden().text("config.json"))) {
      model.loadWeights(file.path());
      checkOutputs(file, model);
    }
  }

  @Test
  void readsLayerNamesThatAreTooLongForOneAttribute() {
    GoldenCase golden = GoldenCase.of("long_layer_names");
    KerasTensor input = Keras.input("x", 3);
    KerasTensor x = input;
    for (int i = 0; i < 36; i++) {
      x = new Activation("linear").name("n%02d_".formatted(i) + "x".repeat(1806)).apply(x);
    }
    try (Model model = Model.of(input, new Dense(2).name("out").apply(x))) {
      String file = golden.file("weights.h5").toString();
      model.loadWeights(file);
      golden.checkOutputs(Framework.TF_KERAS, model.predictAll(golden.inputs()));
      LoadOptions byName = LoadOptions.defaults().byName(true);
      model.setWeights(List.of(NdArrays.ofFloats(Shape.of(3, 2)), NdArrays.ofFloats(Shape.of(2))));
      model.loadWeights(file, byName);
      golden.checkOutputs(Framework.TF_KERAS, model.predictAll(golden.inputs()));
    }
  }

  /** Keras 3's predict takes float32 alone, and so does this one; the case was called. */
  private static void checkOutputs(Written file, Model model) {
    List<NdArray<?>> outputs = model.predictAll(file.golden().inputs());
    if (file.golden().name().equals("mlp_float64")) {
      Closeness.relative(1e-7).check("output", file.golden().outputs(file.writer()), outputs);
    } else {
      file.golden().checkOutputs(file.writer(), outputs);
    }
  }
}
