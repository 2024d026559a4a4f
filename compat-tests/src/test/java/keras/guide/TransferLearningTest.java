package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import examples.TransferLearning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import keras.architecture.Library;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/guide/transfer-learning.md, beside Python. */
@ExtendWith(PythonExtension.class)
class TransferLearningTest {
  private static final String DATA =
      """
      import gzip

      def idx(name, header):
          return np.frombuffer(gzip.open(resources + "/fashion-mnist-mini/" + name).read()[header:], np.uint8)

      def task_b(split, most):
          x = idx(split + "-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1) / 255.0
          y = idx(split + "-labels-idx1-ubyte.gz", 8)
          chosen = np.flatnonzero((y == 0) | (y == 2))[:most]
          return x[chosen], (y[chosen] == 0).astype("float32")[:, None]

      x_train, y_train = task_b("train", 40)
      test = task_b("t10k", None)
      """;

  private final Map<String, Object> parameters;
  private final Path dir;

  TransferLearningTest(@TempDir Path dir) {
    this.dir = dir;
    parameters =
        Map.of("resources", Library.root().resolve("examples/src/main/resources"), "dir", dir);
  }

  @Test
  void goesOnFromPythonAndPythonGoesOn(Python python) throws IOException {
    Printed java = Printed.of(TransferLearning::main, 10, dir);
    PythonResult theirs =
        python
            .keras3()
            .exec(
                DATA
                    + """
                    keras.utils.set_random_seed(42)
                    model_a = keras.models.load_model(resources + "/model_a.h5")
                    model_a.trainable = False
                    features = model_a.get_layer("features").output
                    output = keras.layers.Dense(1, activation="sigmoid", name="is_shirt")(features)
                    model_b = keras.Model(model_a.inputs, output)
                    model_b.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])
                    head = model_b.fit(x_train, y_train, epochs=10, verbose=0)
                    result["head"] = [head.history["loss"][-1]]
                    result["frozen"] = model_b.evaluate(*test, verbose=0)

                    model_a.trainable = True
                    model_b.compile(keras.optimizers.SGD(0.02), "binary_crossentropy", metrics=["accuracy"])
                    all = model_b.fit(x_train, y_train, epochs=10, verbose=0)
                    result["all"] = [all.history["loss"][-1]]
                    result["fine"] = model_b.evaluate(*test, verbose=0)
                    model_b.fit(x_train, y_train, verbose=0)
                    result["further"] = model_b.evaluate(*test, verbose=0)
                    """,
                parameters);
    assertArrayEquals(theirs.numbers("head"), java.numbers("loss of the head"), 1e-4);
    assertArrayEquals(theirs.numbers("frozen"), java.numbers("with the frozen"), 1e-4);
    assertArrayEquals(theirs.numbers("all"), java.numbers("loss of the whole"), 1e-4);
    assertArrayEquals(theirs.numbers("fine"), java.numbers("fine-tuned"), 1e-4);
    for (String name : new String[] {"model_b.keras", "model_b.h5"}) {
      assertArrayEquals(java.numbers("fine-tuned"), java.numbers(name + ": test"), name);
      assertArrayEquals(
          java.numbers("fine-tuned"), opened(python.keras3(), name, "fine"), 1e-4, name);
    }
    assertArrayEquals(
        java.numbers("fine-tuned"), opened(python.tfKeras(), "model_b.h5", "fine"), 1e-4);
    assertArrayEquals(
        theirs.numbers("further"), opened(python.keras3(), "model_b.keras", "further"), 1e-4);
  }

  /** Returns the scores of a file that Java wrote, when it is loaded, or after an epoch more. */
  private double[] opened(PythonKeras python, String name, String when) {
    return python
        .exec(
            DATA
                + """
                model = keras.models.load_model(dir + "/NAME")
                result["fine"] = model.evaluate(*test, verbose=0)
                model.fit(x_train, y_train, verbose=0)
                result["further"] = model.evaluate(*test, verbose=0)
                """
                    .replace("NAME", name),
            parameters)
        .numbers(when);
  }
}
