package keras.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.Logs;
import keras.data.Npz;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;

/** Files of older Kerases; the numbers are those that the Keras that wrote them gives. */
class OlderFilesTest {
  private final List<LoadReport> reports = new ArrayList<>();
  private final Path folder;

  OlderFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream in = OlderFilesTest.class.getResourceAsStream("/keras/io/old/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), copy);
    }
    return copy;
  }

  private Model load(String name) throws IOException {
    return Keras.loadModel(file(name).toString(), LoadOptions.defaults().report(reports::add));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxval_null.h5", "v2.h5"})
  void readInitializersUnderTheirOlderNames(String name) throws IOException {
    try (Model model = load(name)) {
      assertArrayEquals(
          new float[] {0.04384006f, -0.015676163f},
          model.predict(new int[][] {{1}}).toArray3d()[0][0],
          1e-6f);
    }
    assertEquals(List.of(), reports.get(0).notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Orthogonal", "Identity"})
  void readInitializersOfKeras3UnderTheirFirstNames(String name) throws IOException {
    try (Model model = load("init_" + name + "Initializer.keras")) {
      assertEquals(2, model.weights().size());
    }
  }

  @Test
  void evaluateAsTfKerasWhereTheOptimizerIsAName() throws IOException {
    Map<String, NdArray<?>> data = Npz.read(file("optimizer_by_name.npz"));
    try (Model model = load("optimizer_by_name.keras")) {
      Logs logs =
          model.evaluate(
              Objects.requireNonNull(data.get("x0")),
              List.of(
                  Objects.requireNonNull(data.get("y0")), Objects.requireNonNull(data.get("y1"))),
              e -> e.batchSize(8));
      assertEquals(2.9380970001220703, logs.get("u_loss"), 1e-5);
      assertEquals(3.969223737716675, logs.get("v_loss"), 1e-5);
    }
  }

  @Test
  void stepAsTfKerasWhereTheOptimizerIsAName() throws IOException {
    try (Model model = load("optimizer_by_name.keras")) {
      assertEquals(false, model.optimizer().config().get("is_legacy_optimizer"));
    }
  }

  @Test
  void multiplyHalvesInSamplesOfSeveralAxes() throws IOException {
    try (Model model = load("half_dense.keras")) {
      assertArrayEquals(
          new float[][][] {{{3}, {3}}},
          model.predict(new float[][][] {{{1, 1, 1}, {1, 1, 1}}}).toArray3d());
    }
  }
}
