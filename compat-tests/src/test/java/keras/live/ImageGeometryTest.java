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
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
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
  private static final FloatNdArray X = NdArrays.ofFloats(Shape.of(3, 12, 10, 2));

  static {
    int[] count = {0};
    X.scalars().forEachIndexed((at, x) -> x.setFloat(count[0]++ * 37 % 251));
  }

  private final Path dir;

  ImageGeometryTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void drawOnInFilesOfKeras3(Python python) {
    String from = dir.resolve("m.keras").toString();
    PythonResult written =
        python
            .keras3()
            .exec(
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
                """,
                Map.of("path", from, "x", X));
    try (Model model = Keras.loadModel(from)) {
      near(written.array("next"), HostTensor.of(model.run(X, true)).floats());
    }
    try (Model model = Keras.loadModel(from)) {
      for (String kind : new String[] {"java.keras", "java.h5"}) {
        String to = dir.resolve(kind).toString();
        model.save(to, SaveOptions.defaults().dialect(Dialect.KERAS_3));
        PythonResult read =
            python
                .keras3()
                .exec(
                    """
                    model = keras.models.load_model(path)
                    result["next"] = model(x, training=True)
                    """,
                    Map.of("path", to, "x", X));
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
    int apart = 0;
    for (int i = 0; i < theirs.length; i++) {
      apart += Math.abs(theirs[i] - actual[i]) <= 0.1 ? 0 : 1;
    }
    assertEquals(0, apart, apart + " pixels differ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5", "saved"})
  void areReadFromFilesOfTfKeras(String kind, Python python) {
    String from = dir.resolve(kind).toString();
    String to = dir.resolve("java-" + kind).toString();
    PythonResult written =
        python
            .tfKeras()
            .exec(
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
                """,
                Map.of("path", from, "x", X));
    float[] expected = written.array("y").floats();
    try (Model model = Keras.loadModel(from)) {
      assertArrayEquals(expected, HostTensor.of(model.predict(X)).floats(), 2e-3f);
      model.save(to, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
    }
    PythonResult read =
        python
            .tfKeras()
            .exec(
                """
                model = keras.models.load_model(path)
                result["y"] = model.predict(x, verbose=0)
                """,
                Map.of("path", to, "x", X));
    assertArrayEquals(expected, read.array("y").floats(), 2e-3f);
  }
}
