package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;

/** BatchNormalization along several axes, which only tf_keras has: there and back. */
@ExtendWith(PythonExtension.class)
class SeveralAxesTest {
  private static final String WRITE =
      """
      model = keras.Sequential([
          keras.layers.Input((2, 3, 4)), keras.layers.BatchNormalization(axis=eval(axis)),
          keras.layers.Flatten(), keras.layers.Dense(1)])
      model.layers[0].set_weights([np.linspace(0.5, 1.5, w.size).reshape(w.shape)
                                   for w in model.layers[0].get_weights()])
      model.compile(keras.optimizers.SGD(0.005), "mse")
      model.save(path)
      x = np.random.default_rng(3).normal(size=(5, 2, 3, 4)).astype("float32")
      t = np.ones((5, 1), "float32")
      result["x"], result["t"] = x, t
      result["y"] = model.predict(x, verbose=0)
      result["losses"] = [float(model.train_on_batch(x, t)) for _ in range(3)]
      result["trained"] = model.predict(x, verbose=0)
      """;

  private final Path dir;

  SeveralAxesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2]", "[3, 1]", "[-1, 2]", "[1, 2, 3]"})
  void computeAndTrainAsInTfKeras(String axis, Python python) {
    String path = dir.resolve("theirs.h5").toString();
    String back = dir.resolve("ours.h5").toString();
    PythonResult written = python.tfKeras().exec(WRITE, Map.of("path", path, "axis", axis));
    NdArray<?> x = written.array("x").toNdArray();
    try (Model model = Keras.loadModel(path)) {
      assertArrayEquals(
          written.array("y").floats(), HostTensor.of(model.predict(x)).floats(), 1e-5f);
      for (double loss : written.numbers("losses")) {
        assertEquals(loss, model.trainOnBatch(x, written.array("t").toNdArray()).loss(), 1e-4);
      }
      assertArrayEquals(
          written.array("trained").floats(), HostTensor.of(model.predict(x)).floats(), 1e-4f);
      model.save(back, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () ->
                  model.save(
                      dir.resolve("k3.keras").toString(),
                      SaveOptions.defaults().dialect(Dialect.KERAS_3)));
      assertTrue(
          String.valueOf(e.getMessage()).contains("Keras 3 normalizes along one axis alone"),
          e::toString);
    }
    PythonResult read =
        python
            .tfKeras()
            .exec(
                """
                keras.backend.clear_session()
                result["y"] = keras.models.load_model(path).predict(x, verbose=0)
                """,
                Map.of("path", back, "x", x));
    assertArrayEquals(written.array("trained").floats(), read.array("y").floats(), 1e-4f);
  }
}
