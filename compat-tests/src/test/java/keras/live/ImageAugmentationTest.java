package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.layers.CutMix;
import keras.layers.MixUp;
import keras.layers.RandomColorJitter;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Layers that augment images, in files of both Kerases, and in data sets beside Keras 3. */
@ExtendWith(PythonExtension.class)
class ImageAugmentationTest {
  private static final FloatNdArray X = ImageFiles.images(4, 8, 8, 3);
  private static final ByteNdArray BYTES = NdArrays.ofBytes(Shape.of(4, 8, 8, 3));
  private static final FloatNdArray Y = NdArrays.ofFloats(Shape.of(4, 3));

  static {
    int[] count = {0};
    BYTES.scalars().forEachIndexed((at, x) -> x.setByte((byte) (count[0]++ * 37 % 251)));
    for (int i = 0; i < 4; i++) {
      Y.setFloat(1, i, i % 3);
    }
  }

  private final ImageFiles files;

  ImageAugmentationTest(@TempDir Path dir) {
    files = new ImageFiles(dir, X);
  }

  /** Keras itself cannot write those that sort their range of values to .h5, and reads them. */
  @Test
  void drawOnInFilesOfKeras3(Python python) {
    PythonResult written =
        files.run(
            python.keras3(),
            "m.keras",
            """
            L = keras.layers
            model = keras.Sequential([
                L.Input((8, 8, 3)),
                L.RandomBrightness(0.2, seed=1),
                L.RandomContrast((0.1, 0.4), seed=2),
                L.RandomColorDegeneration(0.3, seed=3),
                L.RandomColorJitter(brightness_factor=0.1, contrast_factor=0.2, seed=4),
                L.RandomErasing(factor=0.8, fill_value=100, seed=5),
                L.RandomGaussianBlur(kernel_size=(5, 3), seed=6),
                L.RandomHue(0.1, seed=7),
                L.RandomInvert(factor=0.6, seed=8),
                L.RandomSaturation((0.4, 0.6), seed=9),
                L.RandomSharpness((0.4, 0.6), seed=10),
                L.Solarization(threshold_factor=(0.2, 0.9), seed=11),
                L.CutMix(seed=12),
                L.MixUp(alpha=0.6, seed=13),
                L.ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size=(2, 2), clip_limit=0.0),
                L.AutoContrast(),
                L.RandomPosterization((4, 7), seed=14),
                L.RandomGrayscale(factor=0.0),
            ])
            model.save(path)
            result["y"] = model.predict(x, verbose=0)
            model = keras.models.load_model(path)
            result["next"] = model(x, training=True)
            """);
    try (Model model = files.load("m.keras")) {
      near(written.array("y"), files.predicted(model), "loaded");
    }
    try (Model model = files.load("m.keras")) {
      for (String kind : List.of("java.keras", "java.h5")) {
        PythonResult read = files.drawn(python, model, kind);
        near(written.array("next"), read.array("next").floats(), kind);
        try (Model again = files.load(kind)) {
          near(written.array("next"), files.drawn(again), kind);
        }
      }
      near(written.array("next"), files.drawn(model), "drawn");
    }
  }

  /** Posterized bytes may be one step apart where numbers before it differ in the last digit. */
  private static void near(HostTensor expected, float[] actual, String what) {
    float[] theirs = expected.floats();
    assertEquals(theirs.length, actual.length, what);
    int apart = ImageFiles.apart(theirs, actual, 1e-2);
    assertEquals(0, apart / (theirs.length / 100), what + ": " + apart + " pixels differ");
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
                L.InputLayer((8, 8, 3)),
                L.RandomBrightness((-0.2, 0.3), value_range=(0, 200), seed=1),
                L.RandomContrast(0.25, seed=2),
                L.Flatten(),
                L.Dense(2),
            ])
            model.save(path)
            result["y"] = model.predict(x, verbose=0)
            """);
    try (Model model = files.load(kind)) {
      assertArrayEquals(written.array("y").floats(), files.predicted(model), 1e-3f);
      assertEquals(List.of(-0.2, 0.3), model.layers().get(0).config().get("factor"));
      assertEquals(List.of(0.25, 0.25), model.layers().get(1).config().get("factor"));
      float[] read = files.predicted(python, model, "java-" + kind);
      assertArrayEquals(read, files.predicted(model), 1e-3f);
    }
  }

  @Test
  void mixSamplesOfDataSetsAsInKeras(Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                L = keras.layers
                data = tf.data.Dataset.from_tensor_slices((x, y)).batch(2)
                jitter = L.RandomColorJitter(brightness_factor=0.3, contrast_factor=0.5, seed=3)
                cut, mix = L.CutMix(seed=1), L.MixUp(seed=2, alpha=0.8)
                data = data.map(lambda a, b: (jitter(a), b))
                data = data.map(lambda a, b: cut({"images": a, "labels": b}))
                data = data.map(mix)
                batches = list(data)
                result["x"] = np.concatenate([b["images"] for b in batches])
                result["y"] = np.concatenate([b["labels"] for b in batches])
                """,
                Map.of("x", BYTES, "y", Y));
    Dataset data =
        Dataset.of(BYTES, Y)
            .batch(2)
            .map(new RandomColorJitter().brightnessFactor(0.3).contrastFactor(0.5).seed(3))
            .map(new CutMix().seed(1).onFields(List.of("images"), List.of("labels")))
            .map(new MixUp().seed(2).alpha(0.8).onFields(List.of("images"), List.of("labels")));
    int place = 0;
    float[] x = expected.array("x").floats();
    float[] y = expected.array("y").floats();
    for (Batch batch : data) {
      float[] images = HostTensor.of(batch.x().get(0)).floats();
      float[] labels = HostTensor.of(batch.y().get(0)).floats();
      for (int i = 0; i < images.length; i++) {
        assertEquals(x[place * images.length + i], images[i], 1e-3, "images of batch " + place);
      }
      for (int i = 0; i < labels.length; i++) {
        assertEquals(y[place * labels.length + i], labels[i], 1e-5, "labels of batch " + place);
      }
      place++;
    }
    assertEquals(2, place);
  }

  /** In Keras 3 the flag that a layer is called with does nothing in fit; in tf_keras it counts. */
  @ParameterizedTest
  @ValueSource(strings = {"AugMix", "RandomBrightness", "tf_keras RandomBrightness"})
  void augmentsInFitWhereKerasDoes(String layer, Python python, @TempDir Path dir) {
    boolean old = layer.startsWith("tf_keras ");
    PythonResult made =
        python
            .of(old ? Framework.TF_KERAS : Framework.KERAS3)
            .exec(
                """
                result["trained"], result["tested"] = [], []
                for flag in (None, False, True):
                    i = keras.Input(x.shape[1:])
                    one = keras.layers.AugMix() if layer == "AugMix" else keras.layers.RandomBrightness(0.5)
                    y = one(i) if flag is None else one(i, training=flag)
                    model = keras.Model(i, keras.layers.Rescaling(1.0)(y))
                    model.compile("sgd", "mse")
                    result["trained"].append(bool(model.train_on_batch(x, x) > 1e-3))
                    result["tested"].append(bool(model.test_on_batch(x, x) > 1e-3))
                    model.save(f"{dir}/{flag}.keras")
                """,
                Map.of("x", X, "layer", layer, "dir", dir));
    List<Boolean> trained = new ArrayList<>();
    List<Boolean> tested = new ArrayList<>();
    for (String flag : List.of("None", "False", "True")) {
      try (Model model = Keras.loadModel(dir.resolve(flag + ".keras"))) {
        model.compile("sgd", "mse");
        trained.add(model.trainOnBatch(X, X).loss() > 1e-3);
        tested.add(model.testOnBatch(X, X).loss() > 1e-3);
      }
    }
    assertEquals(made.list("trained"), trained);
    assertEquals(made.list("tested"), tested);
    assertEquals(old ? List.of(true, false, true) : List.of(true, true, true), trained);
  }
}
