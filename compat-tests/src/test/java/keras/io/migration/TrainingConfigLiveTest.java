package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** What compiled files of tf_keras say with names and numbers alone, as tf_keras takes it. */
@ExtendWith(PythonExtension.class)
class TrainingConfigLiveTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {0.25f, 0.75f}, {0.5f, 0.5f}});

  /** As Keras did before 2.4, the file has what compile was given, word for word. */
  private static final String STACK =
      """
      keras.utils.set_random_seed(1)
      model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, "softmax")])
      model.compile("sgd", loss, metrics=metrics if path.endswith(".keras") else None)
      model.save(path)
      if path.endswith(".h5"):
          with h5py.File(path, "a") as file:
              training = json.loads(file.attrs["training_config"])
              assert training["loss"] == loss
              training["metrics"] = metrics
              file.attrs["training_config"] = json.dumps(training)
      same = keras.models.load_model(path)
      result["evaluated"] = same.evaluate(x, y, verbose=0, return_dict=True)
      same.train_on_batch(x, y)
      result["predicted"] = same.predict(x, verbose=0)
      """;

  private static final String TWO_OUTPUTS =
      """
      i = keras.Input((3,))
      outputs = [keras.layers.Dense(2, name="a")(i), keras.layers.Dense(2, name="b")(i)]
      model = keras.Model(i, outputs)
      """;

  private static final String OUTPUTS =
      "keras.utils.set_random_seed(1)\n"
          + TWO_OUTPUTS
          + """
      model.compile("sgd", "mse", loss_weights=eval(weights))
      model.save(path)
      same = keras.models.load_model(path)
      result["evaluated"] = same.evaluate(x, [y, y], verbose=0, return_dict=True)
      """;

  private final Path dir;

  TrainingConfigLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static double[] sorted(Map<String, Double> byName) {
    return byName.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void check(PythonResult expected, Model model, Object y) {
    Map<String, Double> actual = new TreeMap<>(model.evaluate(X, y, e -> e.verbose(0)).asMap());
    Map<String, Double> wanted = new TreeMap<>();
    expected
        .map("evaluated")
        .forEach(
            (name, value) -> {
              if (value instanceof Number number) {
                wanted.put(name, number.doubleValue());
              }
            });
    assertEquals(wanted.keySet(), actual.keySet());
    assertArrayEquals(sorted(wanted), sorted(actual), 1e-5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huber_loss",
        "logcosh",
        "kullback_leibler_divergence",
        "MSE",
        "KLD",
        "categorical_crossentropy"
      })
  void findsLossesByTheNamesOfThatTime(String loss, Python python) {
    Path file = dir.resolve("model.h5");
    PythonResult trained =
        python
            .tfKeras()
            .exec(STACK, Map.of("x", X, "y", Y, "path", file, "loss", loss, "metrics", List.of()));
    try (Model model = Keras.loadModel(file)) {
      check(trained, model, Y);
      model.trainOnBatch(X, Y);
      Closeness.relative(1e-5)
          .check(
              "prediction",
              List.of(trained.array("predicted").toNdArray()),
              List.of(model.predict(X)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.h5", "model.keras"})
  void callsMetricsAsTheHistoryOfALoadedModelDoes(String name, Python python) {
    Path file = dir.resolve(name);
    List<String> metrics = new ArrayList<>(List.of("mae", "MSE", "acc"));
    if (!name.endsWith(".keras")) { // which tf_keras cannot load with these
      metrics.addAll(List.of("logcosh", "cosine_proximity", "kullback_leibler_divergence"));
    }
    PythonResult trained =
        python
            .tfKeras()
            .exec(STACK, Map.of("x", X, "y", Y, "path", file, "loss", "mse", "metrics", metrics));
    try (Model model = Keras.loadModel(file)) {
      check(trained, model, Y);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'a': 0.5, 'b': 2.0}", "[0.5, 2.0]", "{'b': 3.0}", "None"})
  void weightsTheOutputsOfOneLoss(String weights, Python python) {
    Path file = dir.resolve("model.h5");
    PythonResult trained =
        python.tfKeras().exec(OUTPUTS, Map.of("x", X, "y", Y, "path", file, "weights", weights));
    try (Model model = Keras.loadModel(file)) {
      check(trained, model, List.of(Y, Y));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.h5", "model.keras", "model"})
  void leavesOutputsWithoutALoss(String name, Python python) {
    Path file = dir.resolve(name);
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                TWO_OUTPUTS
                    + """
                model.compile("sgd", {"b": "mse"})
                model.save(path)
                same = keras.models.load_model(path)
                evaluated = same.evaluate(x, [y, y], verbose=0, return_dict=True)
                result["evaluated"] = {"loss": evaluated["loss"]}  # b_loss says the same
                """,
                Map.of("x", X, "y", Y, "path", file));
    try (Model model = Keras.loadModel(file)) {
      check(trained, model, List.of(Y, Y));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"huber_loss", "own_loss"})
  void takesTheCallersLossBeforeItsOwn(String loss, Python python) {
    Path file = dir.resolve("model.h5");
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                TWO_OUTPUTS
                    + """

                def own(y_true, y_pred):
                    return 3 * tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1)

                own.__name__ = loss
                model.compile("sgd", own, loss_weights={"a": 1.0, "b": 0.5})
                model.save(path)
                same = keras.models.load_model(path, custom_objects={loss: own})
                result["evaluated"] = same.evaluate(x, [y, y], verbose=0, return_dict=True)
                """,
                Map.of("x", X, "y", Y, "path", file, "loss", loss));
    LoadOptions options =
        LoadOptions.defaults()
            .custom(loss, (yTrue, yPred) -> yTrue.sub(yPred).abs().mean(-1).mul(3));
    try (Model model = Keras.loadModel(file, options)) {
      check(trained, model, List.of(Y, Y));
    }
  }
}
