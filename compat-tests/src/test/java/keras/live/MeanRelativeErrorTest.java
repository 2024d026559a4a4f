package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.Logs;
import keras.layers.Dense;
import keras.metrics.MeanRelativeError;
import keras.metrics.MeanTensor;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/** The metrics that tf_keras alone has, in models and in files, there and back. */
@ExtendWith(PythonExtension.class)
class MeanRelativeErrorTest {
  private static final String WRITE =
      """
      rng = np.random.default_rng(4)
      M = keras.metrics.MeanRelativeError
      model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
      model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype("float32") for w in model.get_weights()])
      arrays = [] if path.endswith(".keras") else [M([0.5, 0.0])]  # it cannot read its own of arrays
      model.compile("sgd", "mse", metrics=[M(2.0, name="r")] + arrays, weighted_metrics=[M(0.3, "w", "float64")])
      x, t = rng.normal(size=(5, 3)).astype("float32"), rng.normal(size=(5, 2)).astype("float32")
      w = rng.uniform(0.0, 2.0, 5).astype("float32")
      result["x"], result["t"], result["w"] = x, t, w
      model.train_on_batch(x, t, w)
      model.save(path)
      model.fit(x, t, 2, sample_weight=w, shuffle=False, verbose=0)
      result["scores"] = model.evaluate(x, t, sample_weight=w, verbose=0, return_dict=True)
      """;

  private static final String READ =
      """
      model = keras.models.load_model(path)
      model.fit(x, t, 2, sample_weight=w, shuffle=False, verbose=0)
      result["scores"] = model.evaluate(x, t, sample_weight=w, verbose=0, return_dict=True)
      """;

  private final Path dir;

  MeanRelativeErrorTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @ValueSource(strings = {".h5", ".keras", ""})
  void measuresAndGoesBackAsInTfKeras(String ending, Python python) {
    String path = dir.resolve("theirs" + ending).toString();
    PythonResult written = python.tfKeras().exec(WRITE, Map.of("path", path));
    NdArray<?> x = written.array("x").toNdArray();
    NdArray<?> t = written.array("t").toNdArray();
    NdArray<?> w = written.array("w").toNdArray();
    String back = dir.resolve("ours" + ending).toString();
    try (Model model = Keras.loadModel(path)) {
      String refused = dir.resolve("keras3.keras").toString();
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      String said = said(UnsupportedOperationException.class, () -> model.save(refused, keras3));
      assertTrue(said.contains("MeanRelativeError 'r': Keras 3 has no such metric"), said);
      model.save(back, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      model.fit(x, t, f -> f.batchSize(2).sampleWeight(w).shuffle(false).verbose(0));
      check(written, model.evaluate(x, t, e -> e.sampleWeight(w).verbose(0)));
    }
    Map<String, Object> given =
        Map.of(
            "path",
            back,
            "x",
            written.array("x"),
            "t",
            written.array("t"),
            "w",
            written.array("w"));
    PythonResult read = python.tfKeras().exec(READ, given);
    assertEquals(written.map("scores").keySet(), read.map("scores").keySet());
    for (String key : written.map("scores").keySet()) {
      assertEquals(number(written, key), number(read, key), 1e-5, key);
    }
  }

  private static void check(PythonResult expected, Logs scores) {
    assertEquals(expected.map("scores").keySet(), scores.asMap().keySet());
    for (String key : expected.map("scores").keySet()) {
      assertEquals(number(expected, key), scores.get(key), 1e-5, key);
    }
  }

  private static double number(PythonResult result, String key) {
    return ((Number) Objects.requireNonNull(result.map("scores").get(key))).doubleValue();
  }

  /** tf_keras writes an array in a way that it fails to read; a list it reads. */
  @Test
  void writesArraysSoThatTfKerasReadsThem(Python python) {
    String path = dir.resolve("array.keras").toString();
    float[][] x = {{1, 2}, {3, -1}};
    float[][] t = {{0.5f, 1}, {2, 0.25f}};
    double ours;
    try (Model model = new Sequential(new Dense(2).inputShape(2))) {
      NdArray<Double> normalizer = StdArrays.ndCopyOf(new double[][] {{0.5, 2}, {3, 0}});
      model.compile("sgd", "mse", new MeanRelativeError(normalizer).name("r"));
      model.save(path, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      ours = model.evaluate(x, t, e -> e.verbose(0)).get("r");
      try (Model again = Keras.loadModel(path)) {
        assertEquals(ours, again.evaluate(x, t, e -> e.verbose(0)).get("r"), 0);
      }
    }
    PythonResult read =
        python
            .tfKeras()
            .exec(
                """
                x, t = np.float32([[1, 2], [3, -1]]), np.float32([[0.5, 1], [2, 0.25]])
                model = keras.models.load_model(path)
                result["r"] = model.evaluate(x, t, verbose=0, return_dict=True)["r"]
                model.save(path)
                """,
                Map.of("path", path));
    assertEquals(read.number("r"), ours, 1e-6);
    try (Model theirs = Keras.loadModel(path)) {
      assertEquals(ours, theirs.evaluate(x, t, e -> e.verbose(0)).get("r"), 1e-6);
    }
  }

  @Test
  void refusesWhatTfKerasRefuses() {
    assertEquals(
        "MeanRelativeError: `normalizer` must be a number, or an array or nested lists of numbers."
            + " Received: normalizer=[].",
        said(IllegalArgumentException.class, () -> new MeanRelativeError(new double[0])));
    assertEquals(
        "MeanTensor: `shape` must have a known size along each axis. Received: shape=(None, 2).",
        said(IllegalArgumentException.class, () -> new MeanTensor().shape(-1, 2)));
    assertTrue(
        fitted(1, new MeanRelativeError(1, 3).name("r"))
            .startsWith(
                "MeanRelativeError 'r': expected predictions of the targets' shape, (None, 1)."));
    assertEquals(
        "MeanTensor 'm': expected values. Received: targets and predictions. Use Metric.of with a"
            + " function of both.",
        fitted(2, new MeanTensor().name("m")));
  }

  /** Trains with a metric that fails, and says how. */
  private static String fitted(int units, Metric metric) {
    try (Model model = new Sequential(new Dense(units).inputShape(2))) {
      model.compile("sgd", "mse", metric);
      return said(
          IllegalArgumentException.class,
          () -> model.fit(new float[2][2], new float[2][units], f -> f.verbose(0)));
    }
  }

  private static String said(Class<? extends Exception> type, Executable act) {
    return String.valueOf(assertThrows(type, act).getMessage());
  }
}
