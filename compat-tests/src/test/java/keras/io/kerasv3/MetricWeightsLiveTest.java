package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.Logs;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.metrics.SparseTopKCategoricalAccuracy;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * Weights that Java writes and that Python loads into models which it has trained: tf_keras wants
 * their metrics' variables too, and takes the values over.
 */
@ExtendWith(PythonExtension.class)
class MetricWeightsLiveTest {
  private static final String LOAD =
      """
      layers, metrics = keras.layers, keras.metrics
      i = layers.Input((2,))
      a = layers.Dense(3, "softmax", name="a")(i)
      if several:
          model = keras.Model(i, [a, layers.Dense(3, name="b")(i)])
          model.compile(
              "sgd", ["sparse_categorical_crossentropy", "mse"],
              metrics=[["accuracy"], ["mae", "mse"]])
          y = [t, np.eye(3)[t]]
      else:
          model = keras.Model(i, a)
          model.compile(
              "sgd", "sparse_categorical_crossentropy",
              metrics=["accuracy", metrics.SparseTopKCategoricalAccuracy(2, name="top")],
              weighted_metrics=["accuracy"])
          y = t
      model.fit(x, y, verbose=0)
      model.load_weights(path)
      result["metrics"] = {m.name: float(m.result()) for m in model.metrics} if own else {}
      p = model.predict(x, verbose=0)
      result["y"] = p[0] if several else p
      result["loss"] = model.fit(x, y, verbose=0, batch_size=4).history["loss"]
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2}, {-1, 0}, {0.5f, -0.5f}, {3, 1}});
  private static final IntNdArray T = StdArrays.ndCopyOf(new int[] {0, 1, 2, 1});
  private static final FloatNdArray ONE_HOT =
      StdArrays.ndCopyOf(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}});

  private final Path dir;

  MetricWeightsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Model make(boolean several) {
    KerasTensor i = Keras.input(2);
    KerasTensor a = new Dense(3, "softmax").name("a").apply(i);
    if (several) {
      return Model.of(List.of(i), List.of(a, new Dense(3).name("b").apply(i)))
          .compile(
              c ->
                  c.optimizer("sgd")
                      .loss("sparse_categorical_crossentropy", "mse")
                      .metrics(List.of("accuracy"), List.of("mae", "mse")));
    }
    return Model.of(i, a)
        .compile(
            c ->
                c.optimizer("sgd")
                    .loss("sparse_categorical_crossentropy")
                    .metrics("accuracy", new SparseTopKCategoricalAccuracy().k(2).name("top"))
                    .weightedMetrics("accuracy"));
  }

  @ParameterizedTest
  @CsvSource({
    "TF_KERAS, TF_KERAS, false, false",
    "TF_KERAS, TF_KERAS, false, true",
    "TF_KERAS, PORTABLE, true, false",
    "TF_KERAS, PORTABLE, true, true",
    "KERAS3, PORTABLE, false, true",
    "KERAS3, PORTABLE, true, true",
  })
  void trainedModelsTakeThem(
      Framework reader, Dialect dialect, boolean several, boolean trained, Python python) {
    Path file = dir.resolve("java.weights.h5");
    try (Model model = make(several)) {
      List<?> y = several ? List.of(T, ONE_HOT) : List.of(T);
      Logs logs = trained ? model.testOnBatch(List.of(X), y) : null;
      model.saveWeights(file.toString(), SaveOptions.defaults().dialect(dialect));
      boolean own = trained && reader == Framework.TF_KERAS;
      PythonResult read =
          python
              .of(reader)
              .exec(LOAD, Map.of("path", file, "x", X, "t", T, "several", several, "own", own));
      assertArrayEquals(
          read.array("y").floats(), HostTensor.of(model.predictAll(X).get(0)).floats(), 1e-6f);
      if (own && logs != null) {
        Map<String, ?> followed = read.map("metrics");
        for (String name : List.of("loss", several ? "b_mae" : "accuracy")) {
          assertEquals(
              logs.get(name),
              followed.get(name) instanceof Number n ? n.doubleValue() : Double.NaN,
              1e-6,
              name);
        }
      }
    }
  }
}
