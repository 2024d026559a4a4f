package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.data.FloatArray;
import keras.engine.HostTensor;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.FloatNdArray;

/** Arrays print as NumPy prints them. */
@ExtendWith(PythonExtension.class)
class PrintedArraysTest {
  private static final String PYTHON =
      """
      rng = np.random.default_rng(4)
      arrays = [
          np.array(v, "float32") for v in [
              [0.0], [1.0, 2.0], [0.1, -0.25, 3.0], [0.023210246, 0.9675318, 0.0092580505], [1e-5, 1.0],
              [1e8, 1.5], [123456.789, 234.5], [0.1, 200.0], [0.1, 0.0001], [float("nan"), 1.5], [float("inf"), -2.0],
              [float("-inf"), 1e-9, 3.0], [-0.0, 0.0], [1.0000001, 16777216.0], [3.4028235e38, 1e-45], [1.0, 2.5, 1e-9], [1.2345678, 1e-9], [0.3, 1e9, 7e-6], [0.5, 100000.0],
              [2.0e-3, 9.999999e-1], [float("nan")], [[1.0, 22.5], [-3.25, 4.0]], [[[1.0], [2.0]], [[3.0], [4.5]]]]
      ]
      for shape in [(10,), (3, 10), (2, 30), (40, 2), (1001,), (7, 200), (2, 3, 4), (12, 12, 12), (30, 40)]:
          arrays.append(rng.random(shape).astype("float32"))
          arrays.append((rng.normal(size=shape) * 10).astype("float32"))
          arrays.append((10.0 ** rng.integers(-7, 8, shape) * rng.normal(size=shape)).astype("float32"))
      for n in range(60):
          arrays.append((10.0 ** rng.integers(-3, 3) * rng.normal(size=int(rng.integers(1, 9)))).astype("float32"))
      result["arrays"] = arrays
      result["texts"] = [str(a) for a in arrays]
      """;

  @Test
  void asNumpyPrintsThem(Python python) {
    PythonResult numpy = python.keras3().exec(PYTHON, Map.of());
    List<String> printed = new ArrayList<>();
    for (HostTensor tensor : numpy.arrays("arrays")) {
      printed.add(((FloatArray) (FloatNdArray) tensor.toNdArray()).toString());
    }
    assertEquals(numpy.list("texts").size(), printed.size());
    for (int i = 0; i < printed.size(); i++) {
      assertEquals(numpy.list("texts").get(i), printed.get(i));
    }
  }
}
