package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.io.GoldenCases;
import keras.io.hdf5.Hdf5GroupWriter;
import keras.io.hdf5.Hdf5Writer;
import keras.io.json.Json;
import keras.io.storage.AtomicFile;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.layers.StringLookup;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** What is said of files that do not fit; the files are tf_keras', or made in its likeness. */
class H5FormatTest {
  /** Weights of dense (8 to 30) and dense_1 (30 to 1). */
  private static final String WEIGHTS = GoldenCases.file("regression_mlp", "weights.h5").toString();

  /** A layer of the user's own. */
  static final class Twice extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.add(x);
    }
  }

  private final Path folder;

  H5FormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Sequential stack(int inputs, Dense... layers) {
    layers[0].inputShape(inputs);
    Sequential model = new Sequential(layers);
    model.inputs();
    return model;
  }

  private static String refusal(Executable action) {
    return String.valueOf(assertThrows(ModelFormatException.class, action).getMessage());
  }

  private String file(String name, Consumer<Hdf5GroupWriter> content) {
    Hdf5Writer writer = new Hdf5Writer();
    content.accept(writer.root());
    Path path = folder.resolve(name);
    AtomicFile.write(path, writer::write);
    return path.toString();
  }

  private static String sequential(String layers) {
    return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\": ["
        + "{\"class_name\": \"InputLayer\", \"config\": {\"batch_input_shape\": [null, 2]}}"
        + layers
        + "]}}";
  }

  // ---------------------------------------------------------------- weights that do not fit

  @Test
  void namesTheLayerAndBothShapes() {
    try (Model model = stack(8, new Dense(31).name("wide"), new Dense(1))) {
      List<HostTensor> before = Values.read(model.weights());
      assertEquals(
          WEIGHTS + ": layer 'wide' (Dense): file has kernel (8, 30), the model expects (8, 31).",
          refusal(() -> model.loadWeights(WEIGHTS)));
      assertEquals(before, Values.read(model.weights()));
    }
  }

  @Test
  void writesNothingIfTheLastLayerDoesNotFit() {
    try (Model model = stack(8, new Dense(30), new Dense(2).name("last"))) {
      List<HostTensor> before = Values.read(model.weights());
      assertEquals(
          WEIGHTS + ": layer 'last' (Dense): file has kernel (30, 1), the model expects (30, 2).",
          refusal(() -> model.loadWeights(WEIGHTS)));
      assertEquals(before, Values.read(model.weights()));
    }
  }

  @Test
  void countsWeightsAndLayers() {
    try (Model model = stack(8, new Dense(30).useBias(false).name("plain"), new Dense(1))) {
      assertEquals(
          WEIGHTS
              + ": layer 'plain' (Dense): file has 2 weights (kernel (8, 30), bias (30,)), the"
              + " model expects 1 (kernel (8, 30)).",
          refusal(() -> model.loadWeights(WEIGHTS)));
    }
    try (Model model = stack(8, new Dense(30).name("only"))) {
      assertEquals(
          WEIGHTS
              + ": /: has weights for 2 layers (dense, dense_1), the model has 1 layers with"
              + " weights (only).",
          refusal(() -> model.loadWeights(WEIGHTS)));
    }
  }

  @Test
  void skipsWhatDoesNotFitAndReportsIt() {
    List<LoadReport> reports = new ArrayList<>();
    try (Model model = stack(8, new Dense(30).name("a"), new Dense(2).name("b"))) {
      List<HostTensor> before = Values.read(model.layer("b").weights());
      model.loadWeights(WEIGHTS, LoadOptions.defaults().skipMismatch(true).report(reports::add));
      assertEquals(before, Values.read(model.layer("b").weights()));
    }
    LoadReport report = reports.get(0);
    assertEquals(List.of("a/kernel (8, 30)", "a/bias (30,)"), report.loaded());
    assertEquals(
        List.of("layer 'b' (Dense): file has kernel (30, 1), the model expects (30, 2)"),
        report.skipped());
    assertEquals(List.of(), report.missing());
  }

  @Test
  void matchesLayersByName() {
    List<LoadReport> reports = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().byName(true).report(reports::add);
    Dense known = new Dense(1).name("dense_1");
    try (Model model = stack(30, known, new Dense(4).name("new"));
        Model whole = Keras.loadModel(GoldenCases.file("regression_mlp", "model.h5").toString())) {
      model.loadWeights(WEIGHTS, options);
      assertEquals(Values.read(whole.layer("dense_1").weights()), Values.read(known.weights()));
    }
    LoadReport report = reports.get(0);
    assertEquals(List.of("dense_1/kernel (30, 1)", "dense_1/bias (1,)"), report.loaded());
    assertEquals(List.of("new/kernel (1, 4)", "new/bias (4,)"), report.missing());
    assertEquals(List.of("dense/kernel (8, 30)", "dense/bias (30,)"), report.unexpected());
  }

  @Test
  void matchesTheWeightsOfTokensByName() {
    Path file = folder.resolve("w.h5");
    Dense dense = new Dense(2).name("dense");
    try (Model whole = ofTokens(new double[] {0.5, 0.25}, dense, new Dense(1));
        Model part = ofTokens(new double[] {3, 4}, new Dense(2).name("dense"))) {
      HostTensor words = HostTensor.ofStrings(Shape.of(1, 1), "none");
      whole.saveWeights(file.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      part.loadWeights(file.toString(), LoadOptions.defaults().byName(true));
      float[] kernel = Values.read(dense.weights()).get(0).floats();
      float[] y = HostTensor.of(part.predict(words.toNdArray())).floats();
      assertArrayEquals(new float[] {kernel[4] * 0.25f, kernel[5] * 0.25f}, y, 1e-6f);
    }
  }

  private static Model ofTokens(double[] weights, Dense... layers) {
    Sequential model = new Sequential(new InputLayer(1).dtype("string"));
    model.add(
        new StringLookup()
            .vocabulary("red", "none")
            .idfWeights(weights)
            .outputMode("tf_idf")
            .name("tokens"));
    for (Dense layer : layers) {
      model.add(layer);
    }
    return model;
  }

  // ---------------------------------------------------------------- files that are no models

  @Test
  void saysThatAFileHoldsWeightsAlone() {
    assertEquals(
        WEIGHTS
            + ": expected a whole model, with an attribute `model_config`. Received: weights alone."
            + " Make the model and call loadWeights.",
        refusal(() -> Keras.loadModel(WEIGHTS)));
  }

  @Test
  void refusesOtherContent() throws IOException {
    String empty = file("empty.h5", root -> root.attribute("note", "nothing"));
    assertEquals(
        empty
            + ": expected a whole model, with an attribute `model_config`. Received: the attributes"
            + " [note].",
        refusal(() -> Keras.loadModel(empty)));
    try (Model model = stack(2, new Dense(1))) {
      assertEquals(
          empty
              + ": /: expected weights, with an attribute `layer_names`. Received: the attributes"
              + " [note].",
          refusal(() -> model.loadWeights(empty)));
    }
    Path text = folder.resolve("text.h5");
    Files.writeString(text, "no HDF5", StandardCharsets.UTF_8);
    assertTrue(refusal(() -> Keras.loadModel(text.toString())).startsWith(text + ": "));
    String json = file("json.h5", root -> root.attribute("model_config", "{\"class_name\": }"));
    assertTrue(
        refusal(() -> Keras.loadModel(json)).startsWith(json + ": attribute `model_config`, line"),
        json);
    assertEquals(
        "No file 'missing.h5'. Check the path; it is relative to %s."
            .formatted(Path.of("").toAbsolutePath()),
        assertThrows(IllegalArgumentException.class, () -> Keras.loadModel("missing.h5"))
            .getMessage());
  }

  @Test
  void listsEveryMissingClass() {
    String path =
        file(
            "custom.h5",
            root ->
                root.attribute("keras_version", "2.9.0")
                    .attribute(
                        "model_config",
                        sequential(
                            ", {\"class_name\": \"mine>Twice\", \"config\": {\"name\": \"t\"}},"
                                + " {\"class_name\": \"Odd\", \"config\": {\"name\": \"o\"}}"))
                    .group("model_weights")
                    .attribute("layer_names", List.of("t", "o")));
    assertEquals(
        path
            + ": attribute `model_config`: the model cannot be built:\n"
            + "  Twice (layer 't') is not known; if it is yours, add"
            + " CustomObjects.of(Twice.class).\n"
            + "  Odd (layer 'o') is not known; if it is yours, add CustomObjects.of(Odd.class).",
        refusal(() -> Keras.loadModel(path)));
    assertEquals(
        path
            + ": attribute `model_config`: Odd (layer 'o') is not known; if it is yours, add"
            + " CustomObjects.of(Odd.class).",
        refusal(() -> Keras.loadModel(path, CustomObjects.of(Twice.class))));
  }

  @Test
  void saysThatTheInputsShapeIsMissing() {
    String path =
        file(
            "deferred.h5",
            root ->
                root.attribute("keras_version", "2.9.0")
                    .attribute(
                        "model_config",
                        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\":"
                            + " [{\"class_name\": \"Dense\", \"config\": {\"units\": 3}}]}}")
                    .group("model_weights")
                    .attribute("layer_names", List.of()));
    assertEquals(
        path
            + ": Sequential 'm' was saved without the shape of its input, so its weights have no"
            + " place. Make it by code, build(...) it and call loadWeights.",
        refusal(() -> Keras.loadModel(path)));
  }

  // ---------------------------------------------------------------- what training would need

  private String trained(String training) {
    return file(
        "trained.h5",
        root -> {
          root.attribute("keras_version", "2.9.0")
              .attribute(
                  "model_config",
                  sequential(
                      ", {\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 1,"
                          + " \"use_bias\": false}}"))
              .attribute("training_config", training);
          Hdf5GroupWriter weights = root.group("model_weights");
          weights.attribute("layer_names", List.of("d"));
          weights
              .group("d")
              .attribute("weight_names", List.of("d/kernel:0"))
              .floats("d/kernel:0", "float32", new long[] {2, 1}, () -> new float[] {1, 2});
        });
  }

  @Test
  void keepsLossesAndMetricsWithoutAnOptimizerThatIsNotKnown(@TempDir Path folder) {
    List<LoadReport> reports = new ArrayList<>();
    String path =
        trained(
            Json.write(
                Map.of(
                    "optimizer_config",
                    Map.of("class_name", "Addons>Rewind", "config", Map.of("lr", 0.1)),
                    "loss",
                    "mse")));
    try (Model model = Keras.loadModel(path, LoadOptions.defaults().report(reports::add))) {
      float[][] x = {{1, 2}};
      float[][] y = {{4}};
      assertEquals(5, model.predict(x).getFloat(0, 0));
      assertEquals(1.0, model.evaluate(x, y).get("loss"));
      String why = "Rewind is not known; if it is yours, add CustomObjects.of(Rewind.class).";
      assertEquals(
          "The model's file names an optimizer that is not here, so it cannot be trained as it is: "
              + why
              + " To train it, call model.compile(...) with another optimizer; the losses and"
              + " metrics are those of the file.",
          assertThrows(UnsupportedOperationException.class, () -> model.fit(x, y)).getMessage());
      String out = folder.resolve("m.h5").toString();
      assertEquals(
          out
              + ": the model's file names the optimizer Rewind, which is not here, so what it was"
              + " compiled with cannot be written whole. Compile the model with another one, or"
              + " save it by SaveOptions.defaults().includeOptimizer(false).",
          assertThrows(UnsupportedOperationException.class, () -> model.save(out)).getMessage());
      assertEquals(
          List.of(
              "the model is compiled without its optimizer: "
                  + why
                  + " Call model.compile(...) before training it."),
          reports.get(0).notes());
    }
  }

  @Test
  void readsTheOptimizersOfTheirTime() {
    String path =
        trained(
            "{\"optimizer_config\": {\"class_name\": \"Adam\", \"config\": {\"lr\": 0.25,"
                + " \"beta_1\": 0.9, \"beta_2\": 0.999, \"decay\": 0.0, \"epsilon\": null,"
                + " \"amsgrad\": false}}, \"loss\": \"mse\", \"metrics\": [\"acc\"],"
                + " \"sample_weight_mode\": null, \"loss_weights\": null}");
    try (Model model = Keras.loadModel(path)) {
      assertEquals(0.25, model.optimizer().learningRate());
      assertEquals(1e-7, model.optimizer().config().get("epsilon"));
      assertEquals(
          List.of("acc", "loss"),
          List.copyOf(
              model.evaluate(new float[][] {{1, 2}}, new float[][] {{5}}).asMap().keySet()));
    }
  }
}
