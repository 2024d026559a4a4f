package keras.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.architecture.Library;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** The Java of README.md, on the sample of 900 images in place of the whole data set. */
class ReadmeTest {
  private final String userHome = System.getProperty("user.home");

  @BeforeEach
  void placeTheSample(@TempDir Path home) throws IOException {
    Path cache = home.resolve(".keras").resolve("datasets").resolve("fashion-mnist");
    Files.createDirectories(cache);
    Path sample =
        Library.root()
            .resolve("examples")
            .resolve("src/main/resources")
            .resolve("fashion-mnist-mini");
    for (String set : List.of("train", "t10k")) {
      for (String name : List.of(set + "-images-idx3", set + "-labels-idx1")) {
        String file = name + "-ubyte.gz";
        Files.copy(sample.resolve(file), cache.resolve(file));
      }
    }
    System.setProperty("user.home", home.toString());
  }

  @AfterEach
  void restoreTheHome() throws IOException {
    System.setProperty("user.home", userHome);
    Files.deleteIfExists(Path.of("fashion.keras")); // README's names, beside the running test
    Files.deleteIfExists(Path.of("model.keras"));
  }

  @Test
  void runs() {
    firstModel();
    try (Model first = Keras.loadModel("fashion.keras")) {
      assertEquals(List.of("Flatten", "Dense", "Dense", "Dense"), classes(first));
      first.save("model.keras");
    }
    loaded(new float[1][28][28]);
  }

  private static List<String> classes(Model model) {
    return model.layers().stream().map(l -> l.getClass().getSimpleName()).toList();
  }

  @SuppressWarnings("UnusedVariable") // README shows what there is to use
  private static void firstModel() {
    Keras.setRandomSeed(42);
    Data fashion = FashionMnist.load(); // downloaded once, into ~/.keras
    NdArray<?> xTrain = Np.divide(fashion.train().x(), 255.0);
    NdArray<?> xTest = Np.divide(fashion.test().x(), 255.0);
    try (var model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(xTrain, fashion.train().y(), f -> f.epochs(30).validationSplit(0.1));
      Logs scores = model.evaluate(xTest, fashion.test().y());
      float[][] probabilities = model.predict(xTest).toArray2d();
      model.save("fashion.keras"); // Python Keras loads it
    }
  }

  @SuppressWarnings("UnusedVariable") // README shows what there is to use
  private static void loaded(float[][][] x) {
    try (var model = Keras.loadModel("model.keras")) { // or .h5, or a folder with a SavedModel
      float[][] y = model.predict(x).toArray2d();
    }
  }
}
