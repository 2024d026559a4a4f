package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Doubles that are given as one batch stay doubles, as in Keras; in fit they become floats. */
@ExtendWith(PythonExtension.class)
class DoubleBatchTest {
  private static final double TINY = 1e-13;
  private static final DoubleNdArray X =
      StdArrays.ndCopyOf(new double[][] {{1 / 3d, 2 / 7d}, {-1 / 9d, 1 / 11d}, {0.1, -0.7}});
  private static final DoubleNdArray Y =
      StdArrays.ndCopyOf(new double[][] {{1 / 3d}, {0.123456789012345}, {1e-9}});

  private final Path dir;

  DoubleBatchTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void computesOnBatchesInFloat64(Python python) {
    Path file = dir.resolve("m.keras");
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                keras.utils.set_random_seed(1)
                model = keras.Sequential([
                    keras.layers.Input((2,), dtype="float64"),
                    keras.layers.Dense(3, "tanh", dtype="float64"),
                    keras.layers.Dense(1, dtype="float64")])
                model.compile(keras.optimizers.SGD(0.1), "mse")
                model.save(path)
                result["predicted"] = model.predict_on_batch(x)
                result["tested"] = float(model.test_on_batch(x, y))
                result["weighted"] = float(model.test_on_batch(x, y, np.array([1/3, 2, 0.1])))
                for _ in range(3):
                    result["trained"] = float(model.train_on_batch(x, y))
                result["after"] = model.predict_on_batch(x)
                result["fit"] = float(model.fit(x, y, verbose=0).history["loss"][0])
                """,
                Map.of("path", file, "x", X, "y", Y));
    try (Model model = Keras.loadModel(file)) {
      check(expected.array("predicted"), HostTensor.of(model.predictOnBatch(X).get(0)));
      assertEquals(expected.number("tested"), model.testOnBatch(X, Y).get("loss"), 1e-8);
      assertEquals(
          expected.number("weighted"),
          model.testOnBatch(X, Y, StdArrays.ndCopyOf(new double[] {1 / 3d, 2, 0.1})).get("loss"),
          1e-8);
      double loss = 0;
      for (int i = 0; i < 3; i++) {
        loss = model.trainOnBatch(X, Y).get("loss");
      }
      assertEquals(expected.number("trained"), loss, 1e-8);
      check(expected.array("after"), HostTensor.of(model.predictOnBatch(X).get(0)));
      assertEquals(
          expected.number("fit"), model.fit(X, Y, f -> f.verbose(0)).get("loss").get(0), 1e-8);
    }
  }

  private static void check(HostTensor expected, HostTensor actual) {
    assertEquals(DType.FLOAT64, expected.dtype());
    assertEquals(DType.FLOAT64, actual.dtype());
    for (int i = 0; i < 3; i++) {
      assertEquals(
          expected.data().getDouble(8 * i), actual.data().getDouble(8 * i), TINY, "sample " + i);
    }
  }
}
