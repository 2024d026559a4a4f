package keras.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.StdArrays;

@ExtendWith(PythonExtension.class)
class PythonKerasTest {
  @Test
  void runsThePinnedVersions(Python python) {
    assertEquals("3.15.1", python.keras3().versions().get("keras"));
    assertEquals("2.21.0", python.tfKeras().versions().get("keras"));
    assertEquals("2.21.0", python.keras3().versions().get("tensorflow"));
    assertEquals("3.14.0", python.keras3().versions().get("h5py"));
  }

  @Test
  void keepsOneProcessAFramework(Python python) {
    long first = (long) python.keras3().exec("result['pid'] = os.getpid()").number("pid");
    long second = (long) python.keras3().exec("result['pid'] = os.getpid()").number("pid");
    assertEquals(first, second);
    assertSame(python.keras3(), python.of(Framework.KERAS3));
  }

  @Test
  void passesValuesBothWays(Python python) {
    PythonResult r =
        python
            .keras3()
            .exec(
                """
                result["sum"] = sum(numbers)
                result["text"] = text + " é\\n"
                result["map"] = {"a": [1, 2.5, None, float("nan")]}
                """,
                Map.of("numbers", List.of(1, 2, 3.5), "text", "größer"));
    assertEquals(6.5, r.number("sum"));
    assertEquals("größer é\n", r.text("text"));
    assertEquals(Arrays.asList(1, 2.5, null, Double.NaN), r.map("map").get("a"));
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void passesArraysBitForBit(Framework framework, Python python) {
    HostTensor x =
        HostTensor.of(StdArrays.ndCopyOf(new float[][] {{1f / 3, Float.NaN}, {-0f, 1e-42f}}));
    PythonResult r =
        python
            .of(framework)
            .exec(
                """
                result["same"] = x
                result["dtype"] = str(x.dtype)
                result["tensor"] = tf.cast(x, "bfloat16")
                result["scalar"] = np.float32(0.1)
                result["list"] = [x[0], x[1] > -1]
                """,
                Map.of("x", x));
    assertEquals(x.data(), r.array("same").data());
    assertEquals("float32", r.text("dtype"));
    assertEquals(DType.BFLOAT16, r.array("tensor").dtype());
    assertEquals(0.1f, (float) r.number("scalar"));
    assertEquals(DType.BOOL, r.arrays("list").get(1).dtype());
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void trainsSavesAndLoads(Framework framework, Python python, @TempDir Path dir) {
    Path file = dir.resolve("model.h5");
    HostTensor x = HostTensor.of(StdArrays.ndCopyOf(new float[8][3]));
    PythonResult trained =
        python
            .of(framework)
            .exec(
                """
                keras.utils.set_random_seed(1)
                model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
                model.compile("sgd", keras.losses.MeanSquaredError())
                history = model.fit(x, x[:, :2] + 1, epochs=2, batch_size=4, verbose=0)
                model.save(path)
                result["history"] = history.history
                result["y"] = model.predict(x, verbose=0)
                """,
                Map.of("x", x, "path", file));
    assertEquals(2, trained.series("history", "loss").length);
    assertTrue(Files.exists(file));
    PythonResult loaded =
        python
            .of(framework)
            .exec(
                "result['y'] = keras.models.load_model(path).predict(x, verbose=0)",
                Map.of("x", x, "path", file));
    assertArrayEquals(trained.array("y").floats(), loaded.array("y").floats());
  }

  @Test
  void throwsWhatPythonRaisesAndGoesOn(Python python) {
    PythonException e =
        assertThrows(
            PythonException.class,
            () -> python.keras3().exec("print('noise')\nkeras.layers.Dense(0)"));
    assertEquals("ValueError", e.type());
    assertTrue(e.text().contains("units"), e.text());
    assertTrue(e.toString().contains("File \"<snippet>\", line 2"), e.toString());
    assertEquals(1, python.keras3().exec("result['one'] = 1").number("one"));
  }

  @Test
  void tellsHowTheProcessEnded(Python python) {
    try (PythonKeras own = new PythonKeras(python.interpreter(), Framework.KERAS3)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> own.exec("os.write(2, b'last words'); os._exit(3)"));
      assertTrue(
          e.toString().contains(": The Python process of KERAS3 ended with 3;"), e.toString());
      assertTrue(e.toString().endsWith("last words"), e.toString());
    }
  }

  @Test
  void namesTheResultThatIsMissing(Python python) {
    PythonResult r = python.keras3().exec("result['y'] = 1");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> r.number("z"));
    assertEquals("The snippet left no result['z']. It left: [y].", e.getMessage());
  }
}
