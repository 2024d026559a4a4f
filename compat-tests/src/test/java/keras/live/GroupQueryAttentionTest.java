package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/** A model of Keras 3 that attends in groups, there and back in both kinds of files. */
@ExtendWith(PythonExtension.class)
class GroupQueryAttentionTest {
  private static final String WRITE =
      """
      L = keras.layers
      rng = np.random.default_rng(4)
      words = keras.Input((5,), dtype="int32")
      y = L.Embedding(9, 6, mask_zero=True)(words)
      y = L.GroupQueryAttention(3, 4, 2, use_gate=True, activity_regularizer="l2")(y, y, use_causal_mask=True)
      y = L.GroupQueryAttention(2, 2, 1, sliding_window=2, dropout=0.1)(y, y)
      model = keras.Model(words, L.GlobalAveragePooling1D()(y))
      model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype("float32") if w.dtype == "float32" else w for w in model.get_weights()])
      x = rng.integers(0, 9, (3, 5)).astype("int32")
      model.compile("sgd", "mse")
      model.save(path + ".keras")
      model.save(path + ".h5")
      result["x"], result["y"] = x, model.predict(x, verbose=0)
      result["loss"] = float(model.test_on_batch(x, np.ones((3, 6), "float32")))
      """;

  private static final String READ =
      """
      result["y"] = keras.models.load_model(path).predict(x, verbose=0)
      """;

  private static float[][] ones() {
    float[][] ones = new float[3][6];
    Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
    return ones;
  }

  @Test
  void computesAndGoesBackAsInKeras3(Python python, @TempDir Path folder) {
    String path = folder.resolve("python").toString();
    PythonResult written = python.keras3().exec(WRITE, Map.of("path", path));
    NdArray<?> x = written.array("x").toNdArray();
    List<NdArray<?>> y = List.of(written.array("y").toNdArray());
    Closeness close = Closeness.relative(1e-5);
    for (String ending : List.of(".keras", ".h5")) {
      try (Model model = Keras.loadModel(path + ending)) {
        close.check("y", y, List.of(model.predict(x)));
        String java = folder.resolve("java" + ending).toString();
        model.save(java);
        PythonResult read = python.keras3().exec(READ, Map.of("path", java, "x", x));
        close.check(ending, y, List.of(read.array("y").toNdArray()));
        NdArray<?> ones = StdArrays.ndCopyOf(ones());
        assertEquals(written.number("loss"), model.testOnBatch(x, ones).loss(), 1e-5);
      }
    }
  }
}
