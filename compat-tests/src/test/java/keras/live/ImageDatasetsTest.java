package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.preprocessing.DirectoryDataset;
import keras.preprocessing.ImageDatasets;
import keras.preprocessing.ImageOptions;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** Images of folders come as from Python's {@code image_dataset_from_directory}. */
@ExtendWith(PythonExtension.class)
class ImageDatasetsTest {
  @BeforeEach
  void setSeed() {
    Keras.setRandomSeed(6);
  }

  private static final String PYTHON =
      """
      keras.utils.set_random_seed(6)
      both = keras.utils.image_dataset_from_directory(folder, verbose=False, **eval("dict(%s)" % options))
      names = []
      for side, data in enumerate(both if isinstance(both, list) else [both]):
          names += data.class_names or []
          for turn in range(2):
              for n, batch in enumerate(data):
                  batch = batch if isinstance(batch, tuple) else (batch,)
                  for part, array in enumerate(batch):
                      result["%d %d %d %d" % (side, turn, n, part)] = array.numpy()
      result["names"] = names
      """;

  private static Path folder = Path.of("");

  /** Of PNG alone: TensorFlow gives other formats no grey and no transparency. */
  private static Path plain = Path.of("");

  @BeforeAll
  static void drawImages(@TempDir Path images, @TempDir Path pngs) throws IOException {
    folder = images;
    plain = pngs;
    String[] formats = {"png", "jpg", "bmp", "gif", "jpeg"};
    for (int i = 0; i < 15; i++) {
      Path place = folder.resolve(List.of("roses", "daisies", "tulips/deep/er").get(i % 3));
      Files.createDirectories(place);
      String format = formats[i % 5];
      Path file = place.resolve("image_" + (i * 7 % 15) + "." + (i == 4 ? "JPEG" : format));
      ImageIO.write(picture(i, 9 + i % 4, 7 + i % 5), format, file.toFile());
    }
    for (int i = 0; i < 5; i++) {
      Path place = Files.createDirectories(plain.resolve("lilies" + i % 2));
      ImageIO.write(picture(i, 8 + i, 11), "png", place.resolve(i + ".png").toFile());
    }
    Files.writeString(folder.resolve("roses/notes.txt"), "No image.");
    Files.createDirectories(folder.resolve(".hidden"));
  }

  private static BufferedImage picture(int seed, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        int level = (seed * 31 + x * 17 + y * 11) % 256;
        image.setRGB(x, y, level << 16 | (255 - level) << 8 | seed * 16);
      }
    }
    return image;
  }

  static Stream<Arguments> options() {
    return Stream.of(
        row("image_size=(6, 5), seed=3", o -> o.imageSize(6, 5).seed(3)),
        row("image_size=(6, 5)", o -> o.imageSize(6, 5)),
        row(
            "image_size=(12, 20), batch_size=2, shuffle=False, color_mode='grayscale'",
            o -> o.imageSize(12, 20).batchSize(2).shuffle(false).colorMode("grayscale")),
        row(
            "image_size=(6, 5), batch_size=1, seed=7, label_mode='categorical',"
                + " interpolation='nearest'",
            o ->
                o.imageSize(6, 5)
                    .batchSize(1)
                    .seed(7)
                    .labelMode("categorical")
                    .interpolation("nearest")),
        row(
            "image_size=(6, 5), shuffle=False, label_mode='binary', class_names=['tulips',"
                + " 'roses'], interpolation='bicubic'",
            o ->
                o.imageSize(6, 5)
                    .shuffle(false)
                    .labelMode("binary")
                    .classNames("tulips", "roses")
                    .interpolation("bicubic")),
        row(
            "image_size=(6, 5), shuffle=False, label_mode=None, color_mode='rgba',"
                + " interpolation='area'",
            o ->
                o.imageSize(6, 5)
                    .shuffle(false)
                    .labelMode(null)
                    .colorMode("rgba")
                    .interpolation("area")),
        row(
            "image_size=(6, 5), labels=None, seed=1, interpolation='lanczos5'",
            o -> o.imageSize(6, 5).labels(null).seed(1).interpolation("lanczos5")),
        row(
            "image_size=(6, 5), labels=[5, 2, 0, 2, 1] * 3, seed=1, interpolation='gaussian'",
            o ->
                o.imageSize(6, 5)
                    .labels(new int[] {5, 2, 0, 2, 1, 5, 2, 0, 2, 1, 5, 2, 0, 2, 1})
                    .seed(1)
                    .interpolation("gaussian")),
        row(
            "image_size=(7, 5), shuffle=False, interpolation='mitchellcubic',"
                + " data_format='channels_first'",
            o ->
                o.imageSize(7, 5)
                    .shuffle(false)
                    .interpolation("mitchellcubic")
                    .dataFormat("channels_first")),
        row(
            "image_size=(6, 11), shuffle=False, crop_to_aspect_ratio=True,"
                + " interpolation='lanczos3'",
            o ->
                o.imageSize(6, 11)
                    .shuffle(false)
                    .cropToAspectRatio(true)
                    .interpolation("lanczos3")),
        row(
            "image_size=(8, 6), shuffle=False, crop_to_aspect_ratio=True,"
                + " data_format='channels_first'",
            o ->
                o.imageSize(8, 6)
                    .shuffle(false)
                    .cropToAspectRatio(true)
                    .dataFormat("channels_first")),
        row(
            "image_size=(13, 6), shuffle=False, pad_to_aspect_ratio=True",
            o -> o.imageSize(13, 6).shuffle(false).padToAspectRatio(true)),
        row(
            "image_size=(6, 13), shuffle=False, pad_to_aspect_ratio=True, interpolation='nearest'",
            o -> o.imageSize(6, 13).shuffle(false).padToAspectRatio(true).interpolation("nearest")),
        row(
            "image_size=(6, 5), seed=9, validation_split=0.3, subset='training'",
            o -> o.imageSize(6, 5).seed(9).validationSplit(0.3).subset("training")),
        row(
            "image_size=(6, 5), shuffle=False, validation_split=0.3, subset='validation'",
            o -> o.imageSize(6, 5).shuffle(false).validationSplit(0.3).subset("validation")));
  }

  private static Arguments row(String python, Consumer<ImageOptions> java) {
    return Arguments.of(python, java);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void everyOptionIsPythons(String options, Consumer<ImageOptions> java, Python python) {
    Path images = options.contains("color_mode") ? plain : folder;
    PythonResult expected = python(python, images, options);
    DirectoryDataset data =
        ImageDatasets.imageDatasetFromDirectory(images, o -> java.accept(o.verbose(false)));
    assertSame(expected, List.of(data));
    assertEquals(expected.list("names"), data.classNames());
  }

  @Test
  void bothSidesAreGivenTogether(Python python) {
    PythonResult expected =
        python(python, folder, "image_size=(6, 5), seed=9, validation_split=0.4, subset='both'");
    DirectoryDataset.Both both =
        ImageDatasets.imageDatasetsFromDirectory(
            folder, o -> o.imageSize(6, 5).seed(9).validationSplit(0.4).verbose(false));
    assertSame(expected, List.of(both.training(), both.validation()));
    assertEquals(9, both.training().filePaths().size());
    assertEquals(6, both.validation().filePaths().size());
  }

  private static PythonResult python(Python python, Path images, String options) {
    return python.keras3().exec(PYTHON, Map.of("folder", images.toString(), "options", options));
  }

  private static void assertSame(PythonResult expected, List<? extends Dataset> sides) {
    for (int side = 0; side < sides.size(); side++) {
      for (int turn = 0; turn < 2; turn++) {
        int n = 0;
        for (Iterator<Batch> pass = sides.get(side).iterator(); pass.hasNext(); n++) {
          Batch batch = pass.next();
          List<NdArray<?>> arrays = new ArrayList<>(batch.x());
          arrays.addAll(batch.y());
          for (int part = 0; part < arrays.size(); part++) {
            String name = "%d %d %d %d".formatted(side, turn, n, part);
            HostTensor array = HostTensor.of(arrays.get(part));
            assertEquals(expected.array(name), array, name);
          }
        }
        assertTrue(n > 0);
      }
    }
  }

  @Test
  void saysWhatIsWrong(@TempDir Path empty) throws IOException {
    assertError(
        "imageDatasetFromDirectory: there is no folder",
        () -> ImageDatasets.imageDatasetFromDirectory(empty.resolve("none")));
    assertError(
        "imageDatasetFromDirectory: there are no files in " + empty,
        () -> ImageDatasets.imageDatasetFromDirectory(empty, o -> o.verbose(false)));
    assertError(
        "a seed is needed with validationSplit and shuffle",
        () ->
            ImageDatasets.imageDatasetFromDirectory(
                folder, o -> o.validationSplit(0.2).subset("training")));
    assertError(
        "labelMode=\"binary\" needs exactly two classes",
        () ->
            ImageDatasets.imageDatasetFromDirectory(
                folder, o -> o.labelMode("binary").verbose(false)));
    assertError(
        "labels must be as many as the 15 files",
        () ->
            ImageDatasets.imageDatasetFromDirectory(
                folder, o -> o.labels(new int[] {1, 2}).verbose(false)));
    assertError(
        "classNames must be names of folders",
        () -> ImageDatasets.imageDatasetFromDirectory(folder, o -> o.classNames("oaks")));
    Files.createDirectories(empty.resolve("broken"));
    Files.writeString(empty.resolve("broken/not.png"), "no picture");
    Iterator<Batch> pass =
        ImageDatasets.imageDatasetFromDirectory(empty, o -> o.verbose(false)).iterator();
    assertError(
        "expected an image in the format that its name tells. Received: "
            + empty.resolve("broken/not.png"),
        pass::next);
  }

  private static void assertError(String expected, Executable e) {
    String message = String.valueOf(assertThrows(IllegalArgumentException.class, e).getMessage());
    assertTrue(message.contains(expected), message);
  }
}
