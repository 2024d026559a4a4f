package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.SGD;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Weights that Java writes and Python reads, and the other way round. */
@ExtendWith(PythonExtension.class)
class WeightsLiveTest {
  private static final float TOLERANCE = 1e-5f;

  /** Nested and shared layers, and layers with state. */
  private static final String MODEL =
      """
      def make():
          layers = keras.layers
          i = layers.Input((3,))
          n = layers.Normalization()(i)
          shared = layers.Dense(3, "tanh")
          inner_in = layers.Input((3,))
          inner = keras.Model(inner_in, layers.BatchNormalization()(shared(inner_in)))
          stack = keras.Sequential([layers.Dense(4), layers.Dense(3, "relu")])
          a = inner(n)
          b = stack(a)
          model = keras.Model(i, layers.Dense(2)(layers.Add()([a, b])))
          rng = np.random.default_rng(1)
          model.set_weights(
              [np.asarray(rng.uniform(0.1, 1, w.shape), w.dtype) for w in model.get_weights()])
          model.layers[1].finalize_state()
          return model
      """;

  private static Model make() {
    KerasTensor i = Keras.input(3);
    KerasTensor n = new Normalization().apply(i);
    Dense shared = new Dense(3, "tanh");
    KerasTensor innerIn = Keras.input(3);
    Model inner = Model.of(innerIn, new BatchNormalization().apply(shared.apply(innerIn)));
    Sequential stack = new Sequential(new Dense(4), new Dense(3, "relu"));
    KerasTensor a = inner.apply(n);
    KerasTensor b = stack.apply(a);
    return Model.of(i, new Dense(2).apply(new Add().apply(a, b)));
  }

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  private final Path dir;

  WeightsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void readsWhatPythonWrites(Framework framework, Python python) {
    Path file = dir.resolve("python.weights.h5");
    PythonResult written =
        python
            .of(framework)
            .exec(
                MODEL
                    + """
                    model = make()
                    model.save_weights(path)
                    result["y"] = model.predict(x, verbose=0)
                    """,
                Map.of("path", file, "x", X));
    try (Model model = make()) {
      model.loadWeights(file.toString());
      assertClose(written.array("y"), model.predict(X));
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void writesWhatPythonReads(Framework framework, Python python) {
    Path file = dir.resolve("java.weights.h5");
    try (Model model = make()) {
      model.compile(new Adam(0.01), "mean_squared_error");
      model.fit(X, Y, f -> f.epochs(2).verbose(0));
      model.saveWeights(file.toString());
      PythonResult read =
          python
              .of(framework)
              .exec(
                  MODEL
                      + """
                      model = make()
                      model.compile("adam", "mse")
                      model.load_weights(path)
                      result["y"] = model.predict(x, verbose=0)
                      model.save_weights(path)
                      """,
                  Map.of("path", file, "x", X));
      assertClose(read.array("y"), model.predict(X));
      List<?> before = model.getWeights();
      model.loadWeights(file.toString());
      assertEquals(before, model.getWeights(), "after a round through Python");
    }
  }

  @Test
  void goesOnWithKeras3sOptimizer(Python python) {
    Path file = dir.resolve("trained.weights.h5");
    PythonResult trained =
        python
            .keras3()
            .exec(
                MODEL
                    + """
                    model = make()
                    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), "mse")
                    model.fit(x, y, epochs=2, shuffle=False, verbose=0)
                    model.save_weights(path)
                    result["history"] = model.fit(x, y, epochs=3, shuffle=False, verbose=0).history
                    """,
                Map.of("path", file, "x", X, "y", Y));
    try (Model model = make()) {
      model.compile(new SGD(0.5).momentum(0.9), "mean_squared_error");
      model.optimizer().build(model.trainableWeights());
      model.loadWeights(file.toString());
      History history = model.fit(X, Y, f -> f.epochs(3).shuffle(false).verbose(0));
      double[] expected = trained.series("history", "loss");
      for (int i = 0; i < 3; i++) {
        assertEquals(expected[i], history.get("loss").get(i), 1e-5, "epoch " + i);
      }
    }
  }

  private static void assertClose(HostTensor expected, FloatNdArray actual) {
    assertArrayEquals(expected.floats(), HostTensor.of(actual).floats(), TOLERANCE);
  }
}
