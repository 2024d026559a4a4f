package keras.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.architecture.Library;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java of README.md and docs/files.md, on the sample of 900 images in place of the whole data
 * set.
 */
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
    FirstModel.main(new String[0]);
    try (Model first = Keras.loadModel("fashion.keras")) {
      assertEquals(List.of("Flatten", "Dense", "Dense", "Dense"), classes(first));
      first.save("model.keras");
      loaded(new float[1][28][28]);
      verified(first, new float[1][28][28]);
    }
  }

  private static List<String> classes(Model model) {
    return model.layers().stream().map(l -> l.getClass().getSimpleName()).toList();
  }

  @SuppressWarnings("UnusedVariable") // docs/files.md shows what there is to use
  private static void loaded(float[][][] x) {
    try (var model = Keras.loadModel("model.keras")) { // or .h5, or a folder with a SavedModel
      float[][] y = model.predict(x).toArray2d();
    }
  }

  @SuppressWarnings("UnusedVariable") // as above
  private static void verified(Model model, float[][][] x) {
    model.save("model.keras", SaveOptions.defaults().verifyWith(x)); // .h5 and SavedModels too
    try (var same = Keras.loadModel("model.keras", LoadOptions.defaults().verify(true))) {
      float[][] y = same.predict(x).toArray2d();
    }
  }
}
