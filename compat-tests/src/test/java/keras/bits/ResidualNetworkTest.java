package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Predictions of a residual network have the bits of Python's {@code predict}. There TensorFlow's
 * optimizer regroups the sums that join the branches, which it does only where it knows the shapes
 * of what is fed.
 */
@ExtendWith(PythonExtension.class)
class ResidualNetworkTest {
  private static final String SCRIPT =
      """
      L = keras.layers
      keras.utils.set_random_seed(3)
      rng = np.random.default_rng(4)
      inputs = x = L.Input((8, 8, 3))
      for _ in range(4):
          shortcut = L.BatchNormalization()(L.Conv2D(6, 1)(x))
          x = L.ReLU()(L.BatchNormalization()(L.Conv2D(6, 3, padding="same")(x)))
          x = L.BatchNormalization()(L.Conv2D(6, 3, padding="same")(x))
          x = L.ReLU()(L.Add()([shortcut, x]))
      model = keras.Model(inputs, L.Dense(3)(L.GlobalAveragePooling2D()(x)))
      model.set_weights([rng.uniform(0.5, 1.5, w.shape) if "variance" in v.name else rng.normal(0, 0.4, w.shape)
                         for v, w in zip(model.weights, model.get_weights())])
      model.save(file)
      x = rng.normal(size=(8, 8, 8, 3)).astype("float32")
      result.update(x=x, predicted=model.predict(x, verbose=0), eager=np.array(model(x, training=False)))
      """;

  @Test
  void predictsPythonsBits(Python python, @TempDir Path folder) {
    Path file = folder.resolve("residual.keras");
    PythonResult expected = python.keras3().exec(SCRIPT, Map.of("file", file));
    try (Model model = Keras.loadModel(file)) {
      HostTensor predicted = HostTensor.of(model.predict(expected.array("x").toNdArray()));
      assertEquals(0, Distance.inUlps(expected.array("predicted"), predicted));
    }
  }
}
