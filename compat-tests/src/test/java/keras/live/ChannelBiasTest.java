package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.NdArray;

/**
 * The bias of a convolution with the channels first, where the rows of its output are as long as
 * the bias: tf_keras adds it along the channels, Keras 3 along the rows, unless TensorFlow computes
 * the convolution and the bias as one. A model goes on computing as the Keras that wrote it, also
 * once it is saved here.
 */
@ExtendWith(PythonExtension.class)
class ChannelBiasTest {
  private static final String SAMPLES =
      """
      rng = np.random.default_rng(3)
      x = [rng.normal(size=(2,) + s).astype("float32") for s in [(4, 4), (4, 5, 4), (4, 2, 5, 4)]]
      """;

  private static final String WRITE =
      SAMPLES
          + """
          L = keras.layers
          a, b, c = keras.Input((4, 4), name="a"), keras.Input((4, 5, 4), name="b"), keras.Input((4, 2, 5, 4), name="c")
          first = dict(data_format="channels_first")
          m = keras.Model([a, b, c], [
              L.Conv1D(4, 1, **first)(a), L.Conv2D(4, 3, padding="same", **first)(b), L.Conv2D(4, 1, groups=2, **first)(b),
              L.Conv3D(4, 1, **first)(c), L.DepthwiseConv2D(1, **first)(b), L.DepthwiseConv1D(1, **first)(a)])
          m.set_weights([rng.normal(size=w.shape).astype("float32") for w in m.get_weights()])
          m.save(path)
          result["x"], result["y"] = x, m.predict(x, verbose=0)
          """;

  private static final String READ =
      SAMPLES
          + """
          result["y"] = keras.models.load_model(path).predict(x, verbose=0)
          """;

  @ParameterizedTest
  @EnumSource(Framework.class)
  void isTheWriters(Framework framework, Python python, @TempDir Path folder) {
    for (String ending : List.of(".keras", ".h5")) {
      String path = folder.resolve("python" + ending).toString();
      PythonResult written = python.of(framework).exec(WRITE, Map.of("path", path));
      List<HostTensor> y = written.arrays("y");
      try (Model model = Keras.loadModel(path)) {
        requireSame(y, predicted(model, written));
        String java = folder.resolve("java" + ending).toString();
        model.save(java);
        try (Model again = Keras.loadModel(java)) {
          requireSame(y, predicted(again, written));
        }
        requireSame(y, python.of(framework).exec(READ, Map.of("path", java)).arrays("y"));
      }
    }
  }

  private static List<HostTensor> predicted(Model model, PythonResult written) {
    List<NdArray<?>> x =
        written.arrays("x").stream().<NdArray<?>>map(HostTensor::toNdArray).toList();
    return model.predictAll(x).stream().map(HostTensor::of).toList();
  }

  private static void requireSame(List<HostTensor> expected, List<HostTensor> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).floats(), found.get(i).floats(), 1e-5f, "output " + i);
    }
  }
}
