package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks on readers of Keras' files, made with h5py and Keras themselves. */
@ExtendWith(PythonExtension.class)
class HostileWeightsLiveTest {
  private static final String ATTACK =
      """
      with h5py.File(path, "w") as f:
          f.create_group("vars")
          dense = f.create_group("layers/dense/vars")
          dense["1"] = np.zeros(2, "float32")
          kernel = np.zeros((3, 2), "float32")
          if attack == "soft":
              f["elsewhere"] = kernel
              dense["0"] = h5py.SoftLink("/elsewhere")
          elif attack == "external":
              with h5py.File(path + ".other", "w") as g:
                  g["x"] = kernel
              dense["0"] = h5py.ExternalLink(path + ".other", "/x")
          elif attack == "storage":
              kernel.tofile(path + ".raw")
              dense.create_dataset(
                  "0", (3, 2), "float32", external=[(path + ".raw", 0, h5py.h5f.UNLIMITED)])
          elif attack == "virtual":
              with h5py.File(path + ".other", "w") as g:
                  g["x"] = kernel
              layout = h5py.VirtualLayout((3, 2), "float32")
              layout[:] = h5py.VirtualSource(path + ".other", "x", (3, 2))
              dense.create_virtual_dataset("0", layout)
          elif attack == "shape":
              dense.create_dataset("0", (1 << 40, 2), "float32", chunks=(1024, 2))
          elif attack == "group":
              dense.create_group("0")
          elif attack == "circle":
              dense["0"] = kernel
              f["layers/dense_1/vars/0"] = kernel
              f["layers/again"] = f["/"]
          elif attack == "text":
              dense["0"] = np.array([["a", "b"]] * 3, "S1")
      """;

  private final Path dir;

  HostileWeightsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soft | : /layers/dense/vars/0: it is a link of the kind 'soft', which is never followed.",
        "external | : /layers/dense/vars/0: it is a link of the kind 'external', which is never followed.",
        "storage | : /layers/dense/vars/0: its data lie in other files, which are never opened.",
        "virtual | : /layers/dense/vars/0: it is a virtual dataset, whose data lie in other files, which are never opened.",
        "shape | : /layers/dense/vars/0: its shape [1099511627776, 2] of float32 needs 8796093022208 bytes, more than the file of ",
        "group | : /layers/dense/vars/0: expected a dataset. Received: a group.",
        "text | : /layers/dense/vars/0: expected integers. Received: string.",
        "circle | : its variables do not fit the model, which is as it was before. Dense 'dense' at"
      })
  void refusesWhatWouldOpenOrTakeMore(String attack, String message, Python python) {
    Path file = dir.resolve("m.weights.h5");
    python.keras3().exec(ATTACK, Map.of("path", file, "attack", attack));
    Keras.clearSession();
    try (Model model = new Sequential(new Dense(attack.equals("circle") ? 4 : 2).inputShape(3))) {
      List<?> before = model.getWeights();
      ModelFormatException e =
          assertThrows(
              ModelFormatException.class, () -> model.loadWeights(file.toString()), attack);
      assertTrue(Objects.requireNonNull(e.getMessage()).startsWith(file + message), e.getMessage());
      assertEquals(before, model.getWeights());
    }
  }

  @Test
  void refusesKerasOwnPickles(Python python) {
    Path file = dir.resolve("m.keras");
    python
        .keras3()
        .exec(
            """
            from keras.src.saving import saving_lib
            model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
            saving_lib.save_model(model, path, weights_format="npz")
            """,
            Map.of("path", file));
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file.toString()));
    assertTrue(
        Objects.requireNonNull(e.getMessage())
            .startsWith(file + ": model.weights.npz: it holds Python pickles"),
        e.getMessage());
  }

  @Test
  void refusesABytecodeLambda(Python python) {
    Path file = dir.resolve("m.keras");
    python
        .keras3()
        .exec(
            """
            layers = keras.layers
            model = keras.Sequential([layers.Input((3,)), layers.Lambda(lambda x: x + 1, name="l")])
            model.save(path)
            """,
            Map.of("path", file));
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file.toString()));
    assertTrue(
        Objects.requireNonNull(e.getMessage())
            .endsWith(
                "Lambda 'l' is Python bytecode, which is never run; give it in Java:"
                    + " LoadOptions.defaults().custom(\"l\", x -> ...)."),
        e.getMessage());
  }
}
