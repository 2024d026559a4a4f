package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * Functions of TensorFlow in graphs of tf_keras: what golden/tf_functions lists is computed as
 * tf_keras does, differentiated, and written back.
 */
@ExtendWith(PythonExtension.class)
class TfFunctionsTest {
  /**
   * Builds one model of all lines, each of a Dense layer of its own, and one whose outputs are the
   * means of the squares of those that can be trained through.
   */
  private static final String BUILD =
      """
      import tensorflow as tf
      tf.keras = keras
      K = keras.backend
      keras.utils.set_random_seed(7)
      inputs = [keras.Input(s, dtype=d, name=n) for s, d, n in (
          ((4, 3), "float32", "x"), ((3, 2), "float32", "b"), ((6, 6, 3), "float32", "u"),
          ((4,), "int32", "i"))]
      x, b, u, i = inputs
      results, means = [], []
      for n, line in enumerate(lines):
          a = keras.layers.Dense(3, name=f"a{n}")(x) if "a" in line else x
          v = keras.layers.Dense(3, "sigmoid", name=f"v{n}")(u) if "v" in line else u
          dense = lambda f, t: keras.layers.Dense(3, f, name=f"d{n}")(t)
          y = eval(line.lstrip("!"))
          results.append(y)
          if not line.startswith("!"):
              y = tf.cast(y, tf.float32) if y.dtype != tf.float32 else y
              means.append(tf.reduce_mean(tf.square(y)))
      model = keras.Model(inputs, results)
      model.save(path)
      if not means:
          means.append(tf.reduce_mean(keras.layers.Dense(1, name="a0_")(x)))
      trained = keras.Model(
          inputs, tf.stack(means)[None, :] * tf.ones([tf.shape(x)[0], len(means)]))
      trained.compile(keras.optimizers.SGD(float(len(means))), "mae")
      trained.save(path2)
      y = tf.function(model)([tf.constant(x) for x in arrays])
      result["y"] = [np.asarray(t) for t in (y if isinstance(y, (list, tuple)) else [y])]
      h = trained.fit(arrays, np.zeros((5, len(means)), "float32"), batch_size=5, shuffle=False, verbose=0)
      result["loss"] = h.history["loss"]
      result["weights"] = trained.get_weights()
      result["count"] = len(means)
      result["names"] = [w.name for w in trained.weights]
      """;

  private static final String LOAD =
      """
      import tensorflow as tf
      y = []
      for path in paths:
          made = tf.function(keras.models.load_model(path))([tf.constant(x) for x in arrays])
          y += made if isinstance(made, (list, tuple)) else [made]
      result["y"] = [np.asarray(t) for t in y]
      """;

  private static final Path FOLDER = Path.of("golden", "tf_functions");

  private final Path dir;
  private final List<NdArray<?>> inputs = inputs();

  TfFunctionsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static List<NdArray<?>> inputs() {
    Random random = new Random(3);
    float[][][] x = new float[5][4][3];
    float[][][] b = new float[5][3][2];
    float[][][][] u = new float[5][6][6][3];
    int[][] i = new int[5][4];
    for (int n = 0; n < 5; n++) {
      for (int k = 0; k < 12; k++) {
        x[n][k / 3][k % 3] = (float) random.nextGaussian();
      }
      for (int k = 0; k < 6; k++) {
        b[n][k / 2][k % 2] = (float) random.nextGaussian();
      }
      for (int k = 0; k < 108; k++) {
        u[n][k / 18][k / 3 % 6][k % 3] = (float) random.nextGaussian();
      }
      for (int k = 0; k < 4; k++) {
        i[n][k] = random.nextInt(4);
      }
    }
    return List.of(
        StdArrays.ndCopyOf(x), StdArrays.ndCopyOf(b), StdArrays.ndCopyOf(u), StdArrays.ndCopyOf(i));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file + ".txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  @Test
  void readsAllFiles() throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(f -> found.add(f.getFileName().toString().replace(".txt", "")));
    }
    assertEquals(found, new TreeSet<>(files()));
  }

  static List<String> files() {
    return List.of(
        "general",
        "keras",
        "old",
        "random",
        "strings",
        "images",
        "parts",
        "numbers",
        "dtypes",
        "complexes");
  }

  @ParameterizedTest
  @MethodSource("files")
  void computesWhatTfKerasDoes(String file, Python python) throws IOException {
    List<String> lines = lines(file);
    List<String> wrong = new ArrayList<>();
    check(lines, python, wrong);
    assertEquals(List.of(), wrong);
  }

  private void check(List<String> lines, Python python, List<String> wrong) {
    Path file = dir.resolve("functions.h5");
    Path training = dir.resolve("training.h5");
    PythonResult result =
        python
            .of(Framework.TF_KERAS)
            .exec(BUILD, Map.of("path", file, "path2", training, "lines", lines, "arrays", inputs));
    try (Model model = Keras.loadModel(file)) {
      List<String> dtypes = model.outputs().stream().map(t -> t.dtype().id()).toList();
      List<HostTensor> expected = result.arrays("y");
      for (int n = 0; n < lines.size(); n++) {
        if (!expected.get(n).dtype().id().equals(dtypes.get(n))) {
          wrong.add(lines.get(n) + ": " + expected.get(n).dtype() + " but " + dtypes.get(n));
        }
      }
      compare(lines, expected, model.predictAll(inputs), wrong);
      for (String ending : List.of("h5", "keras")) {
        model.save(
            dir.resolve("java." + ending).toString(),
            SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      }
    }
    List<HostTensor> again =
        python
            .of(Framework.TF_KERAS)
            .exec(
                LOAD,
                Map.of(
                    "paths",
                    List.of(dir.resolve("java.h5"), dir.resolve("java.keras")),
                    "arrays",
                    inputs))
            .arrays("y");
    List<String> twice = new ArrayList<>(lines);
    twice.addAll(lines);
    List<HostTensor> expected = new ArrayList<>(result.arrays("y"));
    expected.addAll(result.arrays("y"));
    compare(twice, expected, again, wrong);
    List<String> trained = new ArrayList<>();
    for (Object name : result.list("names")) {
      trained.add(
          name
              + " of "
              + lines.get(
                  Integer.parseInt(
                      String.valueOf(name).split("/", 2)[0].replaceAll("[^0-9]", ""))));
    }
    if (trained.isEmpty()) {
      return;
    }
    try (Model model = Keras.loadModel(training)) {
      int count = (int) result.number("count");
      model.fit(inputs, new float[5][count], f -> f.batchSize(5).shuffle(false).verbose(0));
      compare(trained, result.arrays("weights"), model.getWeights(), wrong);
    }
  }

  private static void compare(
      List<String> lines, List<HostTensor> expected, List<?> actual, List<String> wrong) {
    if (expected.size() != actual.size()) {
      wrong.add(lines + ": " + expected.size() + " tensors, but " + actual.size());
      return;
    }
    for (int n = 0; n < expected.size(); n++) {
      HostTensor a =
          actual.get(n) instanceof HostTensor t ? t : HostTensor.of((NdArray<?>) actual.get(n));
      String found = difference(expected.get(n), a);
      if (found != null) {
        wrong.add(lines.get(n) + found);
      }
    }
  }

  /** Arrays of Java have no floats of 16 bits: these come as wider ones. */
  private static @Nullable String difference(HostTensor e, HostTensor a) {
    boolean half = e.dtype() == DType.FLOAT16;
    if ((!half && e.dtype() != a.dtype()) || !e.shape().equals(a.shape())) {
      return ": " + e.dtype() + e.shape() + " but " + a.dtype() + a.shape();
    } else if (e.dtype() == DType.STRING) {
      return e.data().equals(a.data()) ? null : ": " + texts(e) + " but " + texts(a);
    }
    float[] x = e.cast(DType.FLOAT32).floats();
    float[] y = a.cast(DType.FLOAT32).floats();
    for (int k = 0; k < x.length; k++) {
      if (!(Math.abs(x[k] - y[k]) <= (half ? 1e-3 : 2e-6) * (1 + Math.abs(x[k])))
          && !(Float.isNaN(x[k]) && Float.isNaN(y[k]))) {
        return " [" + k + "]: " + x[k] + " but " + y[k];
      }
    }
    return null;
  }

  private static List<String> texts(HostTensor x) {
    List<String> all = new ArrayList<>();
    ((NdArray<?>) x.toNdArray()).scalars().forEach(s -> all.add(String.valueOf(s.getObject())));
    return all;
  }
}
