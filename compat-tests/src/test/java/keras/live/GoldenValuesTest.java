package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tensorflow.ndarray.StdArrays.ndCopyOf;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.Keras;
import keras.architecture.Library;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.GRU;
import keras.layers.InputLayer;
import keras.layers.SimpleRNN;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Golden values in the files of models: real Kerases pass over them, and write them too. */
@ExtendWith(PythonExtension.class)
class GoldenValuesTest {
  private static final LoadOptions VERIFY = LoadOptions.defaults().verify(true);
  private static final float[][] A = {{1, -2, 0.5f}, {0, 3, -1}};
  private static final float[][] B = {{0.25f, -1}, {2, 0.5f}};

  /** What docs/files.md shows. */
  private static final String WRITE =
      """
      import io, zipfile
      golden = {"in0": x, "out0": model.predict(x)}
      member = io.BytesIO()
      np.savez(member, **golden)
      with zipfile.ZipFile("model.keras", "a") as file:
          file.writestr("golden.npz", member.getvalue())
      with h5py.File("model.h5", "a") as file:
          for name, array in golden.items():
              file["golden/" + name] = array
      np.savez("folder/assets.extra/golden.npz", **golden)
      """;

  private static final String LOAD =
      """
      def loaded(paths):
          for i, path in enumerate(paths):
              if isinstance(path, tuple):
                  served = tf.saved_model.load(path[0]).signatures[path[1]]
                  found = served(a=tf.constant(a), b=tf.constant(b))
                  y, z = found["y"].numpy(), found["z"].numpy()
              else:
                  model = keras.models.load_model(path)
                  y, z = model.predict([a, b], verbose=0)
              result[f"y{i}"], result[f"z{i}"] = y, z
      """;

  private final Path dir;

  GoldenValuesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
    Keras.setRandomSeed(4);
  }

  private static SaveOptions with(Object x) {
    return SaveOptions.defaults().verifyWith(x);
  }

  private static Model twoInputs() {
    KerasTensor a = Keras.input("a", 3);
    KerasTensor b = Keras.input("b", 2);
    KerasTensor both = new Concatenate().apply(a, b);
    KerasTensor hidden = new Dropout(0.5).apply(new Dense(4, "relu").apply(both));
    return Model.of(
        List.of(a, b),
        List.of(new Dense(2).name("y").apply(hidden), new Dense(1).name("z").apply(both)));
  }

  private static Model oneInput() {
    KerasTensor in = Keras.input("x", 3);
    return Model.of(in, new Dense(2).name("y").apply(in));
  }

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  private static void refuses(
      Class<? extends RuntimeException> type, String message, Executable action) {
    RuntimeException e = assertThrows(type, action);
    assertEquals(message, e.getMessage());
  }

  /** Changes the golden values of a .keras file. */
  private static void rewrite(Path file, Map<String, ?> arrays) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.write(zip.getPath("golden.npz"), Npz.bytes(arrays));
    }
  }

  private static float[] floats(@Nullable NdArray<?> array) {
    return HostTensor.of(Objects.requireNonNull(array)).floats();
  }

  @Test
  void bothKerasesPassOverThemInEveryFormat(Python python) {
    List<Path> paths =
        List.of(dir.resolve("model.keras"), dir.resolve("model.h5"), dir.resolve("saved"));
    List<NdArray<?>> expected;
    try (Model model = twoInputs()) {
      expected = model.predictAll(List.of(A, B));
      paths.forEach(path -> model.save(path.toString(), with(Map.of("b", B, "a", A))));
    }
    for (Path path : paths) {
      Map<String, NdArray<?>> golden = ModelFormats.goldenValues(Source.of(path));
      assertEquals(Set.of("a", "b", "out0", "out1"), golden.keySet());
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(floats(expected.get(i)), floats(golden.get("out" + i)));
      }
      Keras.loadModel(path, VERIFY).close();
      assertFalse(
          ModelFormats.inspect(Source.of(path), CustomObjects.none())
              .toString()
              .contains("golden"));
    }
    Map<String, Object> given =
        Map.of("paths", paths, "a", HostTensor.of(ndCopyOf(A)), "b", HostTensor.of(ndCopyOf(B)));
    PythonResult keras3 =
        python.keras3().exec(LOAD + "loaded(paths[:2] + [(paths[2], 'serving_default')])", given);
    PythonResult tfKeras = python.tfKeras().exec(LOAD + "loaded(paths)", given);
    for (PythonResult read : List.of(keras3, tfKeras)) {
      for (int i = 0; i < paths.size(); i++) {
        assertArrayEquals(floats(expected.get(0)), read.array("y" + i).floats(), 1e-6f);
        assertArrayEquals(floats(expected.get(1)), read.array("z" + i).floats(), 1e-6f);
      }
    }
  }

  @Test
  void javaVerifiesWhatPythonWrote(Python python) throws IOException {
    Path path = dir.resolve("model.keras");
    Path h5 = dir.resolve("model.h5");
    Path saved = dir.resolve("exported");
    assertTrue(Files.readString(Library.root().resolve("docs/files.md")).contains(WRITE));
    python
        .keras3()
        .exec(
            """
            x = np.array([[1, 2, 3], [-1, 0, 1]], "float32")
            model = keras.Sequential([keras.Input((3,), name="x"), keras.layers.Dense(2, "tanh")])
            model.save(path)
            model.save(h5)
            model.export(saved)
            os.mkdir(saved + "/assets.extra")
            """
                + inPlace(WRITE),
            Map.of("path", path, "h5", h5, "saved", saved));
    for (Path each : List.of(path, h5)) {
      Keras.loadModel(each, VERIFY).close();
      Keras.loadModel(Source.of(Files.readAllBytes(each)), VERIFY).close();
    }
    for (Path each : List.of(path, h5, saved)) {
      Map<String, NdArray<?>> golden = ModelFormats.goldenValues(Source.of(each));
      assertArrayEquals(new float[] {1, 2, 3, -1, 0, 1}, floats(golden.get("in0")));
      assertEquals(Set.of("in0", "out0"), golden.keySet());
    }
  }

  /** Returns a snippet with the test's files in the places of those that it names. */
  private static String inPlace(String snippet) {
    return snippet
        .replace("\"model.keras\"", "path")
        .replace("\"model.h5\"", "h5")
        .replace("\"folder/", "saved + \"/");
  }

  @Test
  void tellsWhichPredictionDiffersAndHow() throws IOException {
    String path = file("model.keras");
    float[][] y;
    try (Model model = oneInput()) {
      model.save(path, with(A));
      y = model.predict(A).toArray2d();
    }
    float right = y[1][0];
    y[1][0] += 0.5f;
    y[0][1] += 0.25f;
    rewrite(Path.of(path), Map.of("in0", A, "out0", y));
    refuses(
        ModelFormatException.class,
        path
            + ": output 'y': at [1, 0], expected the golden value %s. Received: a prediction of %s. 2 of 4 numbers are off, by %s at most; allowed are atol=1.0E-5 and rtol=1.0E-5. The file is damaged or this library computes otherwise; a larger tolerance is set by LoadOptions.rtol and atol."
                .formatted(y[1][0], right, Math.abs((double) y[1][0] - right)),
        () -> Keras.loadModel(path, VERIFY));
    Keras.loadModel(path).close();
    Keras.loadModel(path, VERIFY.atol(0.6)).close();
    Keras.loadModel(path, VERIFY.atol(0).rtol(1e3)).close();
    y[1][0] = Float.NaN;
    rewrite(Path.of(path), Map.of("in0", A, "out0", y));
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(path, VERIFY.atol(1e9)));
    y[1][0] = Float.POSITIVE_INFINITY;
    rewrite(Path.of(path), Map.of("in0", A, "out0", y));
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(path, VERIFY.atol(1e9)));
  }

  @Test
  void refusesGoldenValuesThatDoNotFitTheModel() throws IOException {
    String path = file("model.keras");
    try (Model model = oneInput()) {
      model.save(path, with(A));
    }
    Path file = Path.of(path);
    rewrite(file, Map.of("in0", A));
    refuses(
        ModelFormatException.class,
        path
            + ": golden values: expected arrays for the 1 outputs of the model, as out0, out1..."
            + " Received: [in0].",
        () -> Keras.loadModel(path, VERIFY));
    rewrite(file, Map.of("in0", A, "out0", B));
    Keras.loadModel(path).close();
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(path, VERIFY));
    rewrite(file, Map.of("in0", A, "out0", new float[3][2]));
    refuses(
        ModelFormatException.class,
        path
            + ": output 'y': expected the golden values' shape (3, 2). Received: a prediction of"
            + " shape (2, 2).",
        () -> Keras.loadModel(path, VERIFY));
    rewrite(file, Map.of("in0", B, "out0", B));
    assertTrue(
        String.valueOf(
                assertThrows(ModelFormatException.class, () -> Keras.loadModel(path, VERIFY))
                    .getMessage())
            .startsWith(path + ": golden values: the model does not take the inputs. "));
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.writeString(zip.getPath("golden.npz"), "no zip");
    }
    refuses(
        ModelFormatException.class,
        path + ": golden.npz: not a readable .npz file: it holds no arrays.",
        () -> Keras.loadModel(path, VERIFY));
  }

  @Test
  void belongToOneFile() {
    String path = file("model.keras");
    String again = file("again.keras");
    try (Model model = oneInput()) {
      model.save(path, with(A));
    }
    try (Model model = Keras.loadModel(path, VERIFY)) {
      model.save(again);
    }
    refuses(
        IllegalArgumentException.class,
        again
            + ": it holds no golden values that `verify` could compare with. Save the model with"
            + " SaveOptions.defaults().verifyWith(x), or load it without `verify`.",
        () -> Keras.loadModel(again, VERIFY));
  }

  @Test
  void leaveTheModelAsItWas() throws IOException {
    List<String> files = List.of(file("without.keras"), file("with.keras"));
    KerasTensor in = Keras.input("x", 4, 3);
    List<byte[]> weights = new ArrayList<>();
    try (Model model = Model.of(in, new SimpleRNN(2).dropout(0.5).seed(1).apply(in))) {
      model.save(files.get(0));
      model.save(files.get(1), with(new float[2][4][3]));
    }
    for (String each : files) {
      try (FileSystem zip = FileSystems.newFileSystem(Path.of(each))) {
        weights.add(Files.readAllBytes(zip.getPath("model.weights.h5")));
      }
    }
    assertArrayEquals(weights.get(0), weights.get(1));
  }

  @Test
  void refusesModelsThatPredictOtherwiseEachTime() {
    String path = file("model.keras");
    GRU layer = new GRU(2).stateful(true).name("y");
    try (Model model = new Sequential(new InputLayer(Shape.of(2, 4, 3)), layer)) {
      float[][][] x = new float[2][4][3];
      x[0][0][0] = 1;
      float[][] first = model.predict(x).toArray2d();
      layer.resetState();
      refuses(
          UnsupportedOperationException.class,
          "model.save: `verifyWith` is for models that predict the same each time. Output 'y' of a"
              + " second prediction is another: the model draws random numbers or keeps a state."
              + " Leave it out.",
          () -> model.save(path, with(x)));
      assertArrayEquals(first, model.predict(x).toArray2d());
      assertFalse(Files.exists(Path.of(path)));
    }
  }

  @Test
  void refusesWhereTheyCannotBe() {
    try (Model model = oneInput()) {
      refuses(
          IllegalArgumentException.class,
          "model.save: `verifyWith` takes arrays of numbers. Received: strings. Leave it out, and"
              + " compare the predictions of the loaded model yourself.",
          () -> model.save(file("model.keras"), with(new String[] {"a", "b"})));
      refuses(
          IllegalArgumentException.class,
          "model.saveWeights: `verifyWith` is for whole models. Received: w.weights.h5. Use"
              + " model.save, or leave it out.",
          () -> model.saveWeights("w.weights.h5", with(A)));
      refuses(
          IllegalArgumentException.class,
          "model.toJson: `verifyWith` is for files of whole models; leave it out.",
          () -> model.toJson(with(A)));
      String path = file("model.keras");
      model.save(path, with(A));
      refuses(
          IllegalArgumentException.class,
          "model.loadWeights: `verify` is for whole models. Received: %s. Use Keras.loadModel, or leave it out."
              .formatted(path),
          () -> model.loadWeights(path, VERIFY));
      refuses(
          IllegalArgumentException.class,
          "LoadOptions: `rtol` and `atol` must not be negative. Received: rtol=-1.0, atol=1.0E-5.",
          () -> LoadOptions.defaults().rtol(-1));
    }
  }
}
