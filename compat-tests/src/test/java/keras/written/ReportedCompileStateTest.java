package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import keras.Keras;
import keras.config.CustomObjects;
import keras.models.Model;
import keras.optimizers.Adam;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.saving.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.StdArrays;

/** Compile states of real files in forms that people met, with the real Kerases' numbers. */
@ExtendWith(PythonExtension.class)
class ReportedCompileStateTest {
  private static final Path FILES =
      Path.of("src", "test", "resources", "keras", "written", "compile_state");
  private static final float[][] X = {{0, 1}, {2, 3}, {4, 5}, {6, 7}};
  private static final float[][] Y = {{1}, {1}, {1}, {1}};

  private final Path dir;

  ReportedCompileStateTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Model load(String file) {
    return Keras.loadModel(FILES.resolve(file));
  }

  private static void gives(Map<String, Double> expected, Map<String, Double> logs) {
    assertEquals(new TreeMap<>(expected).keySet(), new TreeMap<>(logs).keySet());
    expected.forEach(
        (name, value) ->
            assertEquals(value, (double) Objects.requireNonNull(logs.get(name)), 2e-6, name));
  }

  private static Map<String, Double> evaluate(Model model, Object x, Object y) {
    return model.evaluate(x, y, e -> e.verbose(0)).asMap();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics_null_entry.h5", "metrics_null_entry"})
  void readsNullAmongMetrics(String file) {
    try (Model model = load(file)) {
      gives(
          Map.of(
              "loss", 0.6910146474838257,
              "u_loss", 0.1515551507472992,
              "v_loss", 0.5394595265388489,
              "v_mae", 0.62602698802948),
          evaluate(model, X, List.of(Y, Y)));
      assertEquals(4, model.fit(X, List.of(Y, Y), f -> f.verbose(0)).names().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"map_loss_k2.h5", "map_loss_k3.h5", "map_loss_k2.keras", "map_loss_k3.keras"})
  void readsObjectsByOutputName(String file) {
    try (Model model = load(file)) {
      gives(
          Map.of(
              "loss", 1.222227931022644,
              "u_loss", 0.1515551507472992,
              "v_loss", 1.0706727504730225),
          evaluate(model, X, List.of(Y, Y)));
    }
  }

  @ParameterizedTest
  @CsvSource({"map_metrics_k2.keras,h5", "map_metrics_k3.keras,h5", "map_metrics_k3.keras,keras"})
  void writesMetricsByOutputName(String file, String ending) {
    Path again = dir.resolve("again." + ending);
    try (Model model = load(file)) {
      model.save(again.toString());
      Map<String, Double> logs = evaluate(model, X, List.of(Y, Y));
      assertEquals(
          List.of("loss", "u_loss", "u_mae", "v_loss", "v_mae"), List.copyOf(logs.keySet()));
      try (Model read = Keras.loadModel(again)) {
        assertInstanceOf(Adam.class, read.optimizer());
        gives(logs, evaluate(read, X, List.of(Y, Y)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "map"})
  void numbersTheOutputsOfOneLayerAsKeras2(String form) {
    float[][] twice = {{0, 2}, {4, 6}, {8, 10}, {12, 14}};
    try (Model model = load("shared_output_" + form + ".h5")) {
      gives(
          Map.of(
              "loss", 4.815729141235352,
              "twin_loss", 1.7044003009796143,
              "twin_1_loss", 3.1113290786743164),
          evaluate(model, List.of(X, twice), List.of(Y, Y)));
    }
  }

  @Test
  void givesLabelsASecondAxisAsKeras2() {
    float[][] x = {{0, 0.125f}, {0.25f, 0.375f}, {0.5f, 0.625f}, {0.75f, 0.875f}};
    try (Model model = load("rank1_targets.h5")) {
      gives(
          Map.of("loss", 0.7024462223052979, "bce", 0.7024462223052979),
          evaluate(model, x, new float[] {0, 1, 1, 0}));
    }
  }

  @Test
  void averagesLossesThatAreNotReducedAsKeras2() {
    float[][] x = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}};
    float[][] y = {{1}, {1}, {1}, {1}, {1}, {1}};
    try (Model model = load("reduction_none.h5")) {
      gives(
          Map.of("loss", 1.4678685665130615),
          model.evaluate(x, y, e -> e.batchSize(4).verbose(0)).asMap());
    }
  }

  @Test
  void compilesWhatJsonSays() {
    try (Model model = Keras.modelFromJson(Source.of(FILES.resolve("compiled.json")))) {
      assertTrue(model.isCompiled());
      assertInstanceOf(Adam.class, model.optimizer());
      assertEquals(List.of("loss", "mae"), List.copyOf(evaluate(model, X, Y).keySet()));
    }
  }

  @ParameterizedTest
  @CsvSource({"h5,TF_KERAS", "keras,TF_KERAS", "keras,PORTABLE"})
  void keepsTheNamesOfMetricsForTfKeras(String ending, Dialect dialect, Python python) {
    Path file = dir.resolve("named." + ending);
    try (Model model = load("metric_names.keras")) {
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
    }
    assertEquals(
        List.of("loss", "u_loss", "u_mae", "v_loss", "v_mae"),
        python
            .of(Framework.TF_KERAS)
            .exec(
                "result['names'] = sorted(keras.models.load_model(path).evaluate(x, [y, y],"
                    + " verbose=0, return_dict=True))",
                Map.of("path", file, "x", StdArrays.ndCopyOf(X), "y", StdArrays.ndCopyOf(Y)))
            .list("names"));
  }

  @Test
  void losesNoMoreThanTheMetricThatIsMissing() {
    Path file = dir.resolve("missing.keras");
    try (Model model = load("metric_names.keras")) {
      model.compile(
          c ->
              c.optimizer(new Adam(0.5))
                  .loss("mse", "mse")
                  .metrics(
                      List.of("mae"),
                      List.of(keras.metrics.Metric.of("my_worst", (t, p) -> t.sub(p).abs()))));
      model.fit(X, List.of(Y, Y), f -> f.verbose(0));
      model.save(file.toString());
    }
    List<String> notes = new ArrayList<>();
    try (Model model =
        Keras.loadModel(file, LoadOptions.defaults().report(r -> notes.addAll(r.notes())))) {
      String missing =
          "metric 'my_worst' is not known here. If it is a function of yours, give it:"
              + " LoadOptions.defaults().custom(\"my_worst\", (yTrue, yPred) -> ...).";
      assertEquals(List.of(missing), notes);
      assertInstanceOf(Adam.class, model.optimizer());
      assertEquals(1L, model.optimizer().iterations());
      assertEquals(
          "M" + missing.substring(1) + " Or call model.compile(...) anew, without it.",
          assertThrows(
                  IllegalStateException.class, () -> model.fit(X, List.of(Y, Y), f -> f.verbose(0)))
              .getMessage());
      model.save(dir.resolve("again.keras").toString());
    }
    LoadOptions given =
        LoadOptions.defaults()
            .customObjects(CustomObjects.none())
            .custom("my_worst", (t, p) -> t.sub(p).abs());
    try (Model model = Keras.loadModel(dir.resolve("again.keras"), given)) {
      assertEquals(
          List.of("loss", "u_loss", "u_mae", "v_loss", "v_my_worst"),
          List.copyOf(evaluate(model, X, List.of(Y, Y)).keySet()));
    }
  }
}
