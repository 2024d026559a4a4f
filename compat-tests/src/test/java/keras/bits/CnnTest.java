package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.layers.BatchNormalization;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.DepthwiseConv2D;
import keras.layers.Dropout;
import keras.layers.GlobalAveragePooling2D;
import keras.layers.MaxPooling2D;
import keras.layers.RandomFlip;
import keras.layers.Rescaling;
import keras.layers.Resizing;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * A small convolutional model of images with augmentation, Java beside Python: ten steps from
 * {@code setRandomSeed(42)}; and trained in Python, on in Java, on in Python, through each file
 * format.
 *
 * <p>Every initial weight, every flip and every dropout mask has Python's bits. The steps differ by
 * a few units in the last place, as TensorFlow's optimizer orders sums of the two programs
 * differently.
 */
@ExtendWith(PythonExtension.class)
class CnnTest {
  private static final int SAMPLES = 24;
  private static final int SIZE = 12;

  private static final String MODEL =
      """
      L = keras.layers

      def make(flip, seed=None):
          model = keras.Sequential([L.Input((size, size, 3)), L.Rescaling(1 / 255, offset=-0.5)]
              + ([L.RandomFlip("horizontal", seed=seed)] if flip else []) + [
              L.Resizing(10, 9),
              L.Conv2D(6, 3, padding="same", activation="relu"),
              L.MaxPooling2D(),
              L.DepthwiseConv2D(3, depth_multiplier=2, use_bias=False),
              L.BatchNormalization(),
              L.Conv2D(8, 2, strides=2, activation="tanh"),
              L.GlobalAveragePooling2D()]
              + ([L.Dropout(0.2, seed=seed)] if flip else []) + [
              L.Dense(3, activation="softmax"),
          ])
          model.compile("adam", "sparse_categorical_crossentropy")
          return model

      def fit(model, epochs):
          return model.fit(x, t, batch_size=8, epochs=epochs, shuffle=False, verbose=0).history["loss"]

      """;

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Rescaling(1.0 / 255).offset(-0.5).inputShape(SIZE, SIZE, 3),
            new RandomFlip("horizontal"),
            new Resizing(10, 9),
            new Conv2D(6, 3).padding("same").activation("relu"),
            new MaxPooling2D(),
            new DepthwiseConv2D(3).depthMultiplier(2).useBias(false),
            new BatchNormalization(),
            new Conv2D(8, 2).strides(2).activation("tanh"),
            new GlobalAveragePooling2D(),
            new Dropout(0.2),
            new Dense(3, "softmax"));
    model.compile("adam", "sparse_categorical_crossentropy");
    return model;
  }

  private final float[][][][] x = new float[SAMPLES][SIZE][SIZE][3];
  private final int[] t = new int[SAMPLES];

  CnnTest() {
    Random random = new Random(5);
    for (int i = 0; i < SAMPLES; i++) {
      t[i] = i % 3;
      for (float[][] row : x[i]) {
        for (float[] pixel : row) {
          for (int c = 0; c < 3; c++) {
            pixel[c] = random.nextInt(200) + (c == t[i] ? 55 : 0);
          }
        }
      }
    }
  }

  private PythonResult python(PythonKeras keras, String script, Map<String, ?> more) {
    Map<String, Object> given = new HashMap<>(more);
    given.put("x", StdArrays.ndCopyOf(x));
    given.put("t", StdArrays.ndCopyOf(t));
    given.put("size", SIZE);
    return keras.exec(MODEL + script, given);
  }

  private History fit(Model model, int epochs) {
    return model.fit(x, t, f -> f.batchSize(8).epochs(epochs).shuffle(false).verbose(0));
  }

  @Test
  void takesTenStepsAsKerasDoes(Python python, TestReporter reporter) {
    PythonResult expected =
        python(
            python.keras3(),
            """
            keras.utils.set_random_seed(42)
            model = make(True)
            result["first"] = model.get_weights()
            result["loss"] = model.fit(x, t, batch_size=len(x), epochs=10, shuffle=False, verbose=0).history["loss"]
            result["weights"] = model.get_weights()
            """,
            Map.of());
    Keras.setRandomSeed(42);
    try (Sequential model = model()) {
      assertEquals(0, distance(expected.arrays("first"), model), "initial weights");
      History history =
          model.fit(x, t, f -> f.batchSize(SAMPLES).epochs(10).shuffle(false).verbose(0));
      double losses = 0;
      for (int i = 0; i < 10; i++) {
        losses =
            Math.max(losses, Math.abs(expected.numbers("loss")[i] - history.get("loss").get(i)));
      }
      double weights = distance(expected.arrays("weights"), model);
      reporter.publishEntry(
          "CNN", "largest difference of losses %.3g, of weights %.3g".formatted(losses, weights));
      assertTrue(losses < 1e-5, "losses differ by " + losses);
      assertTrue(weights < 1e-4, "weights differ by " + weights);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void goesOnWhereKeras3Stopped(String file, @TempDir Path folder, Python python) {
    String path = folder.resolve(file).toString();
    String back = folder.resolve("back-" + file).toString();
    // Keras 3 reads the optimizer of no .h5 file of its own; so neither side has one there.
    boolean optimizer = file.endsWith(".keras");
    PythonResult expected =
        python(
            python.keras3(),
            """
            keras.utils.set_random_seed(1)
            model = make(True, seed=3)
            fit(model, 2)
            model.save(path)
            again = keras.models.load_model(path, compile=optimizer)
            if not optimizer:
                again.compile("adam", "sparse_categorical_crossentropy")
            result["loss"] = fit(again, 2)
            result["weights"] = again.get_weights()
            """,
            Map.of("path", path, "optimizer", optimizer));
    try (Model model = Keras.loadModel(path)) {
      if (!optimizer) {
        model.compile("adam", "sparse_categorical_crossentropy");
      }
      History history = fit(model, 2);
      assertEquals(expected.numbers("loss")[1], history.get("loss").get(1), 1e-5);
      double distance = distance(expected.arrays("weights"), model);
      assertTrue(distance < 1e-4, "weights differ by " + distance);
      model.save(back);
      readsBack(python.keras3(), back, model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5", "saved_model"})
  void goesOnWhereTfKerasStopped(String file, @TempDir Path folder, Python python) {
    String path = folder.resolve(file).toString();
    String back = folder.resolve("back-" + file).toString();
    PythonResult expected =
        python(
            python.tfKeras(),
            """
            keras.utils.set_random_seed(1)
            model = make(True)
            fit(model, 2)
            model.save(path)
            result["before"] = model.predict(x, verbose=0)
            plain = make(False)
            fit(plain, 2)
            plain.save(path.replace("m.", "plain.") if "." in path[-6:] else path + "_plain")
            fit(plain, 2)
            result["weights"] = plain.get_weights()
            """,
            Map.of("path", path));
    String plain =
        folder
            .resolve(file.contains(".") ? file.replace("m.", "plain.") : file + "_plain")
            .toString();
    try (Model model = Keras.loadModel(plain)) {
      fit(model, 2);
      double distance = distance(expected.arrays("weights"), model);
      assertTrue(distance < 1e-4, "weights differ by " + distance);
    }
    try (Model model = Keras.loadModel(path)) {
      NdArray<Float> before = model.predict(x);
      assertEquals(0, distance(expected.array("before"), HostTensor.of(before)), 1e-6);
      fit(model, 2);
      model.save(back, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      readsBack(python.tfKeras(), back, model);
    }
  }

  /** Checks that Python predicts what Java does, and trains on. */
  private void readsBack(PythonKeras keras, String path, Model model) {
    PythonResult read =
        python(
            keras,
            """
            model = keras.models.load_model(path)
            result["weights"] = model.get_weights()
            result["predictions"] = model.predict(x, verbose=0)
            if model.optimizer is None or not path.endswith(".keras"):
                model.compile("adam", "sparse_categorical_crossentropy")
            result["loss"] = fit(model, 1)
            """,
            Map.of("path", path));
    assertEquals(0, distance(read.arrays("weights"), model), "weights");
    NdArray<Float> own = model.predict(x);
    assertEquals(0, distance(read.array("predictions"), HostTensor.of(own)), 1e-6);
    assertTrue(read.numbers("loss")[0] > 0);
  }

  private static double distance(List<HostTensor> expected, Model model) {
    List<HostTensor> own = new ArrayList<>();
    model.getWeights().forEach(w -> own.add(HostTensor.of(w)));
    assertEquals(expected.size(), own.size());
    double most = 0;
    for (int i = 0; i < own.size(); i++) {
      most = Math.max(most, distance(expected.get(i), own.get(i)));
    }
    return most;
  }

  private static double distance(HostTensor expected, HostTensor own) {
    float[] a = expected.floats();
    float[] b = own.floats();
    assertEquals(a.length, b.length);
    double most = 0;
    for (int j = 0; j < a.length; j++) {
      most = Math.max(most, Math.abs(a[j] - b[j]));
    }
    return most;
  }
}
