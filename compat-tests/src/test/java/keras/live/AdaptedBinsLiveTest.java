package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.layers.Discretization;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Bins that tf_keras learned from data, in its HDF5 files: a weight there, and none here. */
@ExtendWith(PythonExtension.class)
class AdaptedBinsLiveTest {
  private static final String MAKE =
      """
      import tensorflow as tf
      data = np.random.RandomState(0).randn(100, 1).astype("float32")
      first = keras.layers.Discretization(num_bins=4, name="first")
      first.adapt(data)
      second = keras.layers.Discretization(num_bins=3, name="second")
      second.adapt(data * 2)
      given = keras.layers.Discretization([0.0, 1.0], name="given")
      x = keras.Input((1,), name="x")
      parts = [tf.cast(layer(x), "float32") for layer in (first, given, second)]
      model = keras.Model(x, keras.layers.Dense(2, name="dense")(tf.concat(parts, -1)))
      model.save(path)
      model.save_weights(weights)
      result["y"] = [model.predict(x_, verbose=0)]
      """;

  private static final String LOAD =
      """
      result["y"] = [keras.models.load_model(path).predict(x_, verbose=0)]
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{-3}, {-0.5f}, {0.01f}, {0.4f}, {0.9f}, {2}});

  private final Path dir;
  private final Path file;
  private final Path weights;

  AdaptedBinsLiveTest(@TempDir Path dir) {
    this.dir = dir;
    file = dir.resolve("python.h5");
    weights = dir.resolve("python_weights.h5");
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private float[] make(Python python) {
    return run(python, MAKE, file);
  }

  private float[] run(Python python, String code, Path path) {
    List<HostTensor> y =
        python
            .of(Framework.TF_KERAS)
            .exec(code, Map.of("path", path, "weights", weights, "x_", X))
            .arrays("y");
    return y.get(0).floats();
  }

  private static float[] predicted(Model model) {
    return HostTensor.of(model.predict(X)).floats();
  }

  @Test
  void areLoadedAndWritten(Python python) {
    float[] expected = make(python);
    Path ours = dir.resolve("java.h5");
    try (Model model = Keras.loadModel(file)) {
      assertArrayEquals(expected, predicted(model), 1e-6f);
      model.save(ours.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
    }
    assertArrayEquals(expected, run(python, LOAD, ours), 1e-6f);
  }

  @Test
  void areTakenInThePlaceOfOthers(Python python) {
    float[] expected = make(python);
    for (boolean byName : new boolean[] {false, true}) {
      try (Model model = Keras.loadModel(file)) {
        FloatNdArray other = StdArrays.ndCopyOf(new float[][] {{10}, {11}, {12}, {13}});
        ((Discretization) model.layer("first")).adapt(other);
        ((Discretization) model.layer("second")).adapt(other);
        model.loadWeights(weights.toString(), LoadOptions.defaults().byName(byName));
        assertArrayEquals(expected, predicted(model), 1e-6f, "byName=" + byName);
      }
    }
  }

  @Test
  void areRefusedWithoutData(Python python) {
    python
        .of(Framework.TF_KERAS)
        .exec(
            """
            x = keras.Input((1,))
            keras.Model(x, keras.layers.Discretization(num_bins=4, name="d")(x)).save(path)
            """,
            Map.of("path", file));
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage());
    assertTrue(message.contains("layer 'd': expected a summary"), message);
  }
}
