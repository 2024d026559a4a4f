package keras.io.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.HostTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Weights as .npz that Python writes and Java reads, and the other way round. */
@ExtendWith(PythonExtension.class)
class NpzLiveTest {
  private static final String MODEL =
      """
      def make():
          L = keras.layers
          model = keras.Sequential([
              L.Input((3,)), L.Dense(4, name="d"), L.BatchNormalization(name="b"),
              L.Dense(2, name="e")], name="m")
          rng = np.random.default_rng(1)
          model.set_weights([np.asarray(rng.uniform(0.1, 1, w.shape), w.dtype) for w in model.get_weights()])
          return model
      model = make()
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}});

  private final Path file;
  private final Sequential model;
  private final List<LoadReport> reports = new ArrayList<>();

  NpzLiveTest(@TempDir Path dir) {
    file = dir.resolve("w.npz");
    Keras.clearSession();
    model = model(2);
  }

  private static Sequential model(int units) {
    return new Sequential(
            new InputLayer(3),
            new Dense(4).name("d"),
            new BatchNormalization().name("b"),
            new Dense(units).name("e"))
        .name("m");
  }

  @AfterEach
  void close() {
    model.close();
  }

  private LoadOptions options() {
    return LoadOptions.defaults().report(reports::add);
  }

  private HostTensor write(Python python, Framework framework, String save) {
    return python
        .of(framework)
        .exec(
            MODEL + save + "\nresult['y'] = model.predict(x, verbose=0)",
            Map.of("path", file, "x", X))
        .array("y");
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS3,'np.savez(path, *model.get_weights())'",
    "KERAS3,'np.savez_compressed(path, **{w.path: w.numpy() for w in model.weights})'",
    "KERAS3,'np.savez(path, **{w.path: w.numpy() for w in reversed(model.weights)})'",
    "KERAS3,'np.savez(path, *[w.astype(\"float64\") for w in model.get_weights()])'",
    "TF_KERAS,'np.savez(path, *model.get_weights())'",
    "TF_KERAS,'np.savez(path, **{w.name: w.numpy() for w in model.weights})'"
  })
  void readsWhatPythonWrites(Framework framework, String save, Python python) throws IOException {
    HostTensor y = write(python, framework, save);
    model.loadWeights(file, options());
    assertArrayEquals(y.floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f);
    assertEquals(8, reports.get(0).loaded().size());
    try (Sequential other = model(2)) {
      other.loadWeights(Files.readAllBytes(file), options());
      assertArrayEquals(y.floats(), HostTensor.of(other.predict(X)).floats(), 1e-5f);
    }
    assertEquals("m/d/kernel (3, 4)", reports.get(0).loaded().get(0));
    assertEquals(8, ModelFormats.inspect(file.toString(), CustomObjects.none()).weights().size());
  }

  @Test
  void isReadByPython(Python python) {
    model.saveWeights(file.toString());
    HostTensor y =
        python
            .keras3()
            .exec(
                MODEL
                    + """
                    with np.load(path) as w:
                        assert w.files == [v.path for v in model.weights], w.files
                        model.set_weights([w[name] for name in w.files])
                    result["y"] = model.predict(x, verbose=0)
                    """,
                Map.of("path", file, "x", X))
            .array("y");
    assertArrayEquals(y.floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f);
  }

  @Test
  void reportsWhatDoesNotFit(Python python) {
    write(
        python,
        Framework.KERAS3,
        "np.savez(path, more=np.zeros((5,)), **{w.path: w.numpy() for w in model.weights[:-1]})");
    try (Sequential other = model(7)) {
      List<float[]> before =
          other.getWeights().stream().map(w -> HostTensor.of(w).floats()).toList();
      assertEquals(
          file
              + ": its arrays do not fit the model, which is as it was before: the model has"
              + " m/e/kernel (4, 7), the file has m/e/kernel (4, 2); the model has m/e/bias (7,),"
              + " the file has no m/e/bias. The file also has more (5,).",
          assertThrows(ModelFormatException.class, () -> other.loadWeights(file)).getMessage());
      for (int i = 0; i < before.size(); i++) {
        assertArrayEquals(before.get(i), HostTensor.of(other.getWeights().get(i)).floats());
      }
      other.loadWeights(file, options().skipMismatch(true));
      LoadReport report = reports.get(0);
      assertEquals(6, report.loaded().size());
      assertEquals(List.of("m/e/bias (7,)"), report.missing());
      assertEquals(List.of("more (5,)"), report.unexpected());
      assertEquals(2, report.skipped().size());
    }
    model.loadWeights(file, options().byName(true));
    assertEquals(List.of("m/e/bias (2,)"), reports.get(1).missing());
    assertEquals(7, reports.get(1).loaded().size());
  }

  @Test
  void refusesWhatIsNotWeights(Python python) throws IOException {
    write(python, Framework.KERAS3, "np.savez(path, *model.get_weights()[:-1])");
    assertEquals(
        file + ": it has 7 arrays, the model has 8 weights.",
        assertThrows(ModelFormatException.class, () -> model.loadWeights(file)).getMessage());
    assertTrue(
        Objects.requireNonNull(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> model.loadWeights(file, options().byName(true)))
                    .getMessage())
            .startsWith("loadWeights: `byName` needs arrays with names;"));
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(ModelFormatException.class, () -> model.loadWeights(file));
    }
    for (int i = 0; i < bytes.length; i += 7) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x55;
      Files.write(file, damaged);
      try {
        model.loadWeights(file, options());
      } catch (ModelFormatException e) {
        assertEquals(file.toString(), e.file());
      }
      try {
        model.loadWeights(Source.of(damaged), options());
      } catch (ModelFormatException e) {
        assertEquals("the given array", e.file());
      } catch (IllegalArgumentException e) { // another mark at its beginning
        assertTrue(Objects.requireNonNull(e.getMessage()).startsWith("No reader"), e::getMessage);
      }
    }
    Files.write(file, new byte[0]);
    write(python, Framework.KERAS3, "np.savez(path, a=np.array([{'x': 1}], dtype=object))");
    assertThrows(ModelFormatException.class, () -> model.loadWeights(file));
    Files.delete(file);
    assertThrows(UncheckedIOException.class, () -> model.loadWeights(file));
    assertThrows(IllegalArgumentException.class, () -> Keras.loadModel(file));
    assertThrows(IllegalArgumentException.class, () -> model.save(file.toString()));
  }
}
