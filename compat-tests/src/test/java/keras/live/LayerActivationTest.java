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
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as the activations of layers, in files of Keras 3, there and back. */
@ExtendWith(PythonExtension.class)
class LayerActivationTest {
  private static final String WRITE =
      """
      L = keras.layers
      model = keras.Sequential([
          L.Input((3,)), L.Dense(4, activation=L.Activation("tanh", name="t"), name="a"),
          L.EinsumDense("ab,bc->ac", 4, activation=L.Dense(4, name="other"), name="c"),
          L.Dense(4, activation=L.Dense(2, name="inner"), name="b")])
      x = np.arange(6, dtype="float32").reshape(2, 3) / 7
      result["x"] = x
      result["y"] = model.predict(x, verbose=0)  # it makes the inner weights, which are saved
      model.save(path)
      """;

  private final Path dir;

  LayerActivationTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void goThereAndBack(String ending, Python python) {
    PythonKeras keras = python.keras3();
    String path = dir.resolve("theirs" + ending).toString();
    String back = dir.resolve("ours" + ending).toString();
    PythonResult written = keras.exec(WRITE, Map.of("path", path));
    try (Model model = Keras.loadModel(path)) {
      assertEquals(9, model.weights().size());
      HostTensor y = HostTensor.of(model.predict(written.array("x").toNdArray()));
      assertArrayEquals(written.array("y").floats(), y.floats(), 1e-6f);
      model.save(back);
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> model.save(back, SaveOptions.defaults().dialect(Dialect.TF_KERAS)));
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("Dense 'a': tf_keras reads no layer as an activation"),
          e::toString);
    }
    PythonResult read =
        keras.exec(
            "result['y'] = keras.models.load_model(path).predict(x, verbose=0)",
            Map.of("path", back, "x", written.array("x").toNdArray()));
    assertArrayEquals(written.array("y").floats(), read.array("y").floats(), 1e-6f);
  }
}
