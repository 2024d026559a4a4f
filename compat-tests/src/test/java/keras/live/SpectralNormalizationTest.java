package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.layers.Layer;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * SpectralNormalization in files of both Kerases, in every form, and trained three steps beside
 * them. tf_keras finds the class only where it is given, in its own files too.
 */
@ExtendWith(PythonExtension.class)
class SpectralNormalizationTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {0, 1, -2}});
  private static final FloatNdArray Y = StdArrays.ndCopyOf(new float[][] {{1}, {0}, {2}, {-1}});

  private static final String STEPS =
      """
      def steps(model):
          losses = [float(model.train_on_batch(x, y)) for _ in range(3)]
          own = [w for l in model.layers for w in l.trainable_weights + l.non_trainable_weights]
          return losses, [np.asarray(w) for w in own]
      """;

  private final Path dir;

  SpectralNormalizationTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static float[] predicted(Model model) {
    return HostTensor.of(model.predict(X)).floats();
  }

  private static void assertTrainsAs(PythonResult expected, String name, Model model) {
    double[] losses = new double[3];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = model.trainOnBatch(X, Y).loss();
    }
    assertArrayEquals(expected.numbers(name + "_losses"), losses, 1e-6, name);
    List<HostTensor> weights = expected.arrays(name + "_weights");
    List<HostTensor> ours = new ArrayList<>();
    for (Layer layer : model.layers()) {
      layer.trainableWeights().forEach(v -> ours.add(v.value()));
      layer.nonTrainableWeights().forEach(v -> ours.add(v.value()));
    }
    for (int i = 0; i < weights.size(); i++) {
      assertArrayEquals(weights.get(i).floats(), ours.get(i).floats(), 1e-6f, name + " " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void goesBothWaysAndTrainsOn(Framework framework, Python python) throws Exception {
    List<String> kinds =
        framework == Framework.KERAS3
            ? List.of("m.keras", "m.h5", "m.weights.h5")
            : List.of("m.keras", "m.h5", "m.weights.h5", "saved", "ckpt");
    Path theirs = Files.createDirectory(dir.resolve("python"));
    Path ours = Files.createDirectory(dir.resolve("java"));
    PythonResult written =
        python
            .of(framework)
            .exec(
                STEPS
                    + """
                    keras.utils.set_random_seed(3)
                    L = keras.layers
                    model = keras.Sequential([
                        L.Input((3,)),
                        L.SpectralNormalization(L.Dense(4, "tanh"), power_iterations=2),
                        L.SpectralNormalization(L.Dense(1)),
                    ])
                    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
                    steps(model)
                    for kind in kinds:
                        path = folder + "/" + kind
                        if "weights" in kind or kind == "ckpt":
                            model.save_weights(path)
                        else:
                            model.save(path)
                    result["y"] = model.predict(x, verbose=0)
                    result["on_losses"], result["on_weights"] = steps(model)
                    """,
                Map.of("folder", theirs.toString(), "kinds", kinds, "x", X, "y", Y));
    float[] expected = written.array("y").floats();
    Dialect dialect = framework == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
    SaveOptions options = SaveOptions.defaults().dialect(dialect);
    for (String kind : kinds) {
      String path = theirs.resolve(kind).toString();
      boolean weights = kind.contains("weights") || kind.equals("ckpt");
      try (Model model = Keras.loadModel(weights ? theirs.resolve("m.keras").toString() : path)) {
        if (weights) {
          model.setWeights(model.getWeights().stream().map(w -> zeros(HostTensor.of(w))).toList());
          model.loadWeights(path);
        }
        assertArrayEquals(expected, predicted(model), 1e-6f, kind);
        if (kind.equals("m.keras")) {
          for (String out : kinds) {
            String to = ours.resolve(out).toString();
            if (out.contains("weights") || out.equals("ckpt")) {
              model.saveWeights(to, options);
            } else {
              model.save(to, options);
            }
          }
        }
        if (kind.equals("m.keras") || kind.equals("m.h5")) {
          assertTrainsAs(written, "on", model);
        }
      }
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                STEPS
                    + """
                    own = {"SpectralNormalization": keras.layers.SpectralNormalization}
                    for kind in kinds:
                        path = folder + "/" + kind
                        if "weights" in kind or kind == "ckpt":
                            model = keras.models.load_model(folder + "/m.keras", custom_objects=own)
                            model.set_weights([0 * w for w in model.get_weights()])
                            model.load_weights(path)
                        else:
                            model = keras.models.load_model(path, custom_objects=own)
                        result[kind] = np.asarray(model(x))
                    model = keras.models.load_model(folder + "/m.keras", custom_objects=own)
                    result["again_losses"], result["again_weights"] = steps(model)
                    """,
                Map.of("folder", ours.toString(), "kinds", kinds, "x", X, "y", Y));
    for (String kind : kinds) {
      assertArrayEquals(expected, read.array(kind).floats(), 1e-6f, kind);
    }
    try (Model model = Keras.loadModel(theirs.resolve("m.keras").toString())) {
      assertTrainsAs(read, "again", model);
    }
  }

  private static NdArray<?> zeros(HostTensor of) {
    return new HostTensor(
            of.dtype(), of.shape(), java.nio.ByteBuffer.allocate(4 * (int) of.shape().size()))
        .toNdArray();
  }
}
