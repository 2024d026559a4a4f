package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.Structure;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Layers that move what images show, in files of both Kerases. */
@ExtendWith(PythonExtension.class)
class ImageGeometryTest {
  private static final FloatNdArray X = ImageFiles.images(3, 12, 10, 2);

  private final Path dir;
  private final ImageFiles files;

  ImageGeometryTest(@TempDir Path dir) {
    this.dir = dir;
    files = new ImageFiles(dir, X);
  }

  @Test
  void drawOnInFilesOfKeras3(Python python) {
    PythonResult written =
        files.run(
            python.keras3(),
            "m.keras",
            """
            L = keras.layers
            model = keras.Sequential([
                L.Input((12, 10, 2)),
                L.Pipeline([L.RandomFlip(seed=1), L.RandomRotation(0.1, seed=2)]),
                L.RandomTranslation(0.1, (0.0, 0.2), fill_mode="wrap", seed=3),
                L.RandomZoom(0.2, seed=4),
                L.RandomShear((0.1, 0.2), (0.0, 0.1), seed=5),
                L.RandomPerspective(scale=0.1, seed=6),
                L.RandomElasticTransform(scale=0.4, seed=7),
                L.RandomCrop(8, 8, seed=8),
                L.CenterCrop(6, 5),
            ])
            model.save(path)
            model = keras.models.load_model(path)
            result["next"] = model(x, training=True)
            """);
    try (Model model = files.load("m.keras")) {
      near(written.array("next"), files.drawn(model));
    }
    try (Model model = files.load("m.keras")) {
      for (String kind : new String[] {"java.keras", "java.h5"}) {
        PythonResult read = files.drawn(python, model, kind);
        near(written.array("next"), read.array("next").floats());
      }
    }
  }

  @Test
  void takeMapsInModels(Python python) {
    String from = dir.resolve("maps.keras").toString();
    FloatNdArray labels = NdArrays.ofFloats(Shape.of(3, 4));
    labels.setFloat(1, 2, 3);
    PythonResult written =
        python
            .keras3()
            .exec(
                """
                L = keras.layers
                fields = {"images": L.Input((12, 10, 2)), "labels": L.Input((4,))}
                model = keras.Model(fields, L.RandomZoom(0.2, seed=2)(L.RandomFlip(seed=1)(dict(fields))))
                model.save(path)
                model = keras.models.load_model(path)
                y = model({"images": tf.constant(x), "labels": tf.constant(labels)}, training=True)
                result["images"] = y["images"]
                result["labels"] = y["labels"]
                """,
                Map.of("path", from, "x", X, "labels", labels));
    try (Model model = Keras.loadModel(from)) {
      Structure<NdArray<?>> out = model.runAll(Map.of("images", X, "labels", labels), true);
      near(written.array("images"), HostTensor.of(out.get("images").only()).floats());
      near(written.array("labels"), HostTensor.of(out.get("labels").only()).floats());
    }
  }

  /** Places of pixels differ in the last digits, and pixels next to each other by much. */
  private static void near(HostTensor expected, float[] actual) {
    float[] theirs = expected.floats();
    assertEquals(theirs.length, actual.length);
    int apart = ImageFiles.apart(theirs, actual, 0.1);
    assertEquals(0, apart, apart + " pixels differ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5", "saved"})
  void areReadFromFilesOfTfKeras(String kind, Python python) {
    PythonResult written =
        files.run(
            python.tfKeras(),
            kind,
            """
            L = keras.layers
            keras.utils.set_random_seed(3)
            model = keras.Sequential([
                L.InputLayer((12, 10, 2)),
                L.RandomTranslation(0.1, 0.2, seed=1),
                L.RandomRotation((-0.1, 0.2), fill_mode="constant", seed=2),
                L.RandomZoom(0.2, interpolation="nearest", seed=3),
                L.RandomHeight(0.2, seed=4),
                L.RandomWidth((0.1, 0.2), seed=5),
                L.RandomCrop(8, 9, seed=6),
                L.CenterCrop(6, 5),
                L.Flatten(),
                L.Dense(2),
            ])
            model.save(path)
            result["y"] = model.predict(x, verbose=0)
            """);
    float[] expected = written.array("y").floats();
    try (Model model = files.load(kind)) {
      assertArrayEquals(expected, files.predicted(model), 2e-3f);
      assertArrayEquals(expected, files.predicted(python, model, "java-" + kind), 2e-3f);
    }
  }
}
