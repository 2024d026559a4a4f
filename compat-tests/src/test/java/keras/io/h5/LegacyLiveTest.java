package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Training that starts in Python, is saved as HDF5, and goes on in Java as if never stopped. */
@ExtendWith(PythonExtension.class)
class LegacyLiveTest {
  private static final FloatNdArray X = random(22, 4, 1);
  private static final FloatNdArray Y = random(22, 2, 2);

  private static final String NORMALIZE =
      """
      layers = keras.layers
      keras.utils.set_random_seed(3)
      model = keras.Sequential([
          layers.Input((8,)), layers.Reshape(shape), layers.BatchNormalization(axis=axis),
          layers.Flatten(), layers.Dense(2)])
      model.compile(keras.optimizers.SGD(0.05), "mean_squared_error")
      model.fit(x, y, epochs=1, batch_size=8, shuffle=False, verbose=0)
      model.save(path)
      model.fit(x, y, epochs=3, batch_size=8, shuffle=False, verbose=0)
      result["variance"] = np.array(model.layers[1].moving_variance)
      """;

  private static final String TRAIN =
      """
      layers = keras.layers
      keras.utils.set_random_seed(3)
      i = layers.Input((4,), name="x")
      h = layers.Dense(5, "tanh", name="a")(i)
      h = layers.BatchNormalization(name="bn")(h)
      model = keras.Model(i, layers.Dense(2, name="b")(h))
      optimizers = keras.optimizers
      model.compile(eval(optimizer), "mean_squared_error", metrics=["mae"])
      model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0)
      model.save(path)
      result["y"] = model.predict(x, verbose=0)
      result["history"] = model.fit(
          x, y, epochs=3, batch_size=8, shuffle=False, verbose=0).history
      result["iterations"] = int(model.optimizer.iterations.numpy())
      """;

  private final Path dir;

  LegacyLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static FloatNdArray random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextFloat() * 2 - 1;
      }
    }
    return StdArrays.ndCopyOf(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "KERAS3; optimizers.SGD(0.05)",
        "KERAS3; optimizers.SGD(0.05, momentum=0.9, nesterov=True)",
        "KERAS3; optimizers.Adam(0.01)",
        "KERAS3; optimizers.Adam(0.01, amsgrad=True)",
        "KERAS3; optimizers.RMSprop(0.01, momentum=0.5, centered=True)",
        "KERAS3; optimizers.Adam(optimizers.schedules.ExponentialDecay(0.01, 4, 0.9))",
        "TF_KERAS; optimizers.SGD(0.05)",
        "TF_KERAS; optimizers.SGD(0.05, momentum=0.9, nesterov=True)",
        "TF_KERAS; optimizers.Adam(0.01)",
        "TF_KERAS; optimizers.Adam(0.01, amsgrad=True)",
        "TF_KERAS; optimizers.RMSprop(0.01, momentum=0.5, centered=True)",
        "TF_KERAS; optimizers.Adam(optimizers.schedules.ExponentialDecay(0.01, 4, 0.9))",
        // The optimizers of TensorFlow before 2.11.
        "TF_KERAS; optimizers.legacy.SGD(0.05)",
        "TF_KERAS; optimizers.legacy.SGD(0.05, momentum=0.9, nesterov=True)",
        "TF_KERAS; optimizers.legacy.SGD(0.05, decay=0.01)",
        "TF_KERAS; optimizers.legacy.Adam(0.01)",
        "TF_KERAS; optimizers.legacy.Adam(0.01, amsgrad=True, clipnorm=0.5)",
        "TF_KERAS; optimizers.legacy.Adam(0.01, decay=0.02)",
        "TF_KERAS; optimizers.legacy.RMSprop(0.01)",
        "TF_KERAS; optimizers.legacy.RMSprop(0.01, momentum=0.5, centered=True)"
      })
  void goesOnWherePythonStopped(Framework framework, String optimizer, Python python) {
    Path file = dir.resolve("model.h5");
    PythonResult trained =
        python
            .of(framework)
            .exec(TRAIN, Map.of("x", X, "y", Y, "path", file, "optimizer", optimizer));
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(file.toString(), options)) {
      assertEquals(List.of(), notes);
      Closeness close = Closeness.relative(1e-5);
      close.check("prediction", List.of(trained.array("y").toNdArray()), List.of(model.predict(X)));
      History history = model.fit(X, Y, f -> f.epochs(3).batchSize(8).shuffle(false).verbose(0));
      for (String name : List.of("loss", "mae")) {
        double[] expected = trained.series("history", name);
        close.check(name, expected, history.get(name).stream().mapToDouble(v -> v).toArray());
      }
      assertEquals((long) trained.number("iterations"), model.optimizer().iterations());
    }
  }

  /** Keras 2's fused kernel averages the unbiased variances of batches, Keras 3 the others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "KERAS3; 2,2,2; -1",
        "TF_KERAS; 2,2,2; -1",
        "TF_KERAS; 2,1,2,2; -1",
        "TF_KERAS; 4,2; -1"
      })
  void averagesVariancesAsTheWriterOfTheFileDoes(
      Framework framework, String shape, int axis, Python python) {
    Path file = dir.resolve("norm.h5");
    FloatNdArray x = random(22, 8, 4);
    List<Integer> sizes = Stream.of(shape.split(",", -1)).map(Integer::valueOf).toList();
    PythonResult trained =
        python
            .of(framework)
            .exec(NORMALIZE, Map.of("x", x, "y", Y, "path", file, "shape", sizes, "axis", axis));
    try (Model model = Keras.loadModel(file.toString())) {
      model.fit(x, Y, f -> f.epochs(3).batchSize(8).shuffle(false).verbose(0));
      Closeness.relative(1e-5)
          .check(
              "moving variance",
              List.of(trained.array("variance").toNdArray()),
              List.of(model.layer(1).getWeights().get(3)));
    }
  }
}
