package keras.applications;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;

/**
 * Architectures that users write, from Python: predictions, three steps of training and predictions
 * again, with dropout. Others are elsewhere: a classifier of raw texts in {@code
 * TextClassifierTest}, a variational autoencoder and other models with steps of their own in {@code
 * OwnStepsTest}.
 */
@ExtendWith(PythonExtension.class)
class NamedArchitecturesTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet",
        "resnet",
        "inverted_residual",
        "unet",
        "tagger",
        "seq2seq",
        "encoder",
        "decoder",
        "siamese",
        "tabular"
      })
  void trainsAsInPython(String name, Python python, @TempDir Path folder) {
    Path file = folder.resolve(name + ".keras");
    PythonResult theirs =
        python
            .keras3()
            .exec(
                "import architectures\nresult.update(architectures.make(keras, name, file))",
                Map.of("name", name, "file", file));
    List<NdArray<?>> inputs =
        theirs.arrays("x").stream().<NdArray<?>>map(HostTensor::toNdArray).toList();
    Object x = inputs.size() == 1 ? inputs.get(0) : inputs;
    NdArray<?> t = theirs.array("t").toNdArray();
    try (Model model = Keras.loadModel(file)) {
      assertNear(theirs.array("y"), model.predictAll(x).get(0), 1e-6f);
      double[] losses = new double[3];
      for (int i = 0; i < losses.length; i++) {
        losses[i] = model.trainOnBatch(x, t).loss();
      }
      assertArrayEquals(theirs.numbers("loss"), losses, 1e-5);
      assertNear(theirs.array("after"), model.predictAll(x).get(0), 1e-4f);
    }
  }

  private static void assertNear(HostTensor python, NdArray<?> java, float tolerance) {
    assertArrayEquals(python.floats(), HostTensor.of(java).floats(), tolerance);
  }
}
