package keras.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.models.Model;
import keras.utils.KerasCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ApplicationOptionsTest {
  @TempDir Path home = Path.of("");

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(RuntimeException.class, action).getMessage());
  }

  @Test
  void refusesFilesThatAreNotThere() {
    refuses(
        "VGG16: `weights` must be null, \"imagenet\" or the path of a file. Received:"
            + " weights=no.h5, which is no file.",
        () -> VGG16.of(o -> o.weights("no.h5")));
  }

  @Test
  void refusesClassesThatImagenetHasNot() {
    refuses(
        "ResNet50: with the classifier of `weights=\"imagenet\"`, `classes` must be 1000. Received:"
            + " classes=7.",
        () -> ResNet50.of(o -> o.classes(7)));
    refuses(
        "MobileNetV2: `classes` must be a positive integer. Received: classes=0.",
        () -> MobileNetV2.of(o -> o.classes(0)));
  }

  @Test
  void refusesShapes() {
    refuses(
        "VGG16: `input_shape` must be (224, 224, 3) with the classifier of `weights=\"imagenet\"`."
            + " Received: input_shape=(64, 64, 3).",
        () -> VGG16.of(o -> o.inputShape(64, 64, 3)));
    refuses(
        "VGG16: `input_shape` must hold three sizes: rows, columns, channels. Received:"
            + " input_shape=(64, 64).",
        () -> VGG16.of(o -> o.weights(null).inputShape(64, 64)));
    refuses(
        "VGG16: `input_shape` must have 3 channels with `weights=\"imagenet\"`. Received:"
            + " input_shape=(64, 64, 1).",
        () -> VGG16.of(o -> o.includeTop(false).inputShape(64, 64, 1)));
    refuses(
        "EfficientNetB0: `input_shape` must be at least 32x32. Received: input_shape=(64, 31, 3).",
        () -> EfficientNetB0.of(o -> o.weights(null).inputShape(64, 31, 3)));
    refuses(
        "ResNet50: `input_shape` must have no unknown sizes with `include_top=true`. Received:"
            + " input_shape=(None, 64, 3).",
        () -> ResNet50.of(o -> o.weights(null).inputShape(-1, 64, 3)));
    refuses(
        "MobileNetV2: images of a known number of rows must have a known number of columns."
            + " Received: shape (None, 32, None, 96).",
        () -> MobileNetV2.of(o -> o.weights(null).includeTop(false).inputShape(64, -1, 3)));
  }

  @Test
  void refusesOtherOptions() {
    refuses(
        "VGG16: `pooling` must be \"avg\", \"max\" or null. Received: pooling=mean.",
        () -> VGG16.of(o -> o.pooling("mean")));
    refuses(
        "VGG16: with weights, `classifier_activation` must be \"softmax\" or null. Received:"
            + " classifier_activation=relu.",
        () -> VGG16.of(o -> o.classifierActivation("relu")));
    refuses(
        "MobileNetV2: `alpha` must be above 0. Received: alpha=0.0.",
        () -> MobileNetV2.of(o -> o.alpha(0)));
    refuses(
        "MobileNetV2: with `weights=\"imagenet\"`, `alpha` must be 0.35, 0.5, 0.75, 1, 1.3 or 1.4."
            + " Received: alpha=0.9.",
        () -> MobileNetV2.of(o -> o.alpha(0.9)));
    KerasTensor images = Keras.input(64, 48, 3);
    refuses(
        "MobileNetV2: `input_shape` must have the columns of `input_tensor`, 48. Received: 64.",
        () -> MobileNetV2.of(o -> o.weights(null).inputTensor(images).inputShape(64, 64, 3)));
  }

  /** The model begins where the tensor comes from. */
  @Test
  void takesATensorOfAModel() {
    KerasTensor pixels = Keras.input(64, 64, 3);
    KerasTensor scaled = MobileNetV2.preprocessInput(pixels);
    try (Model model =
        MobileNetV2.of(
            o ->
                o.weights(null)
                    .inputTensor(scaled)
                    .inputShape(64, 64, 3)
                    .includeTop(false)
                    .alpha(0.35))) {
      assertEquals(List.of(pixels), model.inputs());
      assertEquals(4, model.outputs().get(0).shape().numDimensions());
      assertEquals("mobilenetv2_0.35_64", model.name());
    }
  }

  private static String index(int classes) {
    return IntStream.range(0, classes)
        .mapToObj(i -> "\"%d\": [\"n%08d\", \"thing_%d\"]".formatted(i, i, i))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Test
  void namesTheLikeliestClasses() throws IOException {
    Path file = Files.writeString(home.resolve("index.json"), index(1000));
    float[][] y = new float[2][1000];
    y[0][7] = 0.5f;
    y[0][999] = 0.25f;
    y[1][3] = 1;
    List<List<Prediction>> named = ImagenetUtils.decodePredictions(y, 2, file);
    assertEquals(
        List.of(
            new Prediction("n00000007", "thing_7", 0.5),
            new Prediction("n00000999", "thing_999", 0.25)),
        named.get(0));
    assertEquals(new Prediction("n00000003", "thing_3", 1), named.get(1).get(0));
  }

  @Test
  void refusesPredictionsAndFiles() throws IOException {
    Path file = Files.writeString(home.resolve("index.json"), index(999));
    refuses(
        "decodePredictions: expected predictions of shape (samples, 1000). Received: shape (1,"
            + " 10).",
        () -> ImagenetUtils.decodePredictions(new float[1][10], 2, file));
    refuses(
        "decodePredictions: `top` must be a positive integer. Received: top=0.",
        () -> ImagenetUtils.decodePredictions(new float[1][1000], 0, file));
    refuses(
        file
            + ": expected one JSON object of 1000 classes, each a number with two names. Found 999,"
            + " to character "
            + Files.size(file)
            + ".",
        () -> ImagenetUtils.decodePredictions(new float[1][1000], 1, file));
  }

  @Test
  void saysWhereTheNamesBelong() {
    KerasCache offline =
        new KerasCache(
            home,
            home,
            (URI origin) -> {
              throw new ConnectException("no network");
            },
            text -> {});
    String message =
        assertThrows(UncheckedIOException.class, () -> ClassIndex.file(offline)).getMessage();
    assertEquals(
        "decodePredictions: imagenet_class_index.json could not be downloaded from"
            + " https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json:"
            + " no network. Put the file at "
            + home.resolve("models").resolve("imagenet_class_index.json")
            + ", or name a copy: decodePredictions(predictions, top, path).",
        message);
  }

  @Test
  void refusesImagesOfOtherKinds() {
    refuses(
        "preprocessInput: `mode` must be \"caffe\", \"tf\" or \"torch\". Received: mode=onnx.",
        () -> ImagenetUtils.preprocessInput(new float[1][2][2][3], "channels_last", "onnx"));
    refuses(
        "preprocessInput: `data_format` must be \"channels_first\" or \"channels_last\". Received:"
            + " data_format=last.",
        () -> ImagenetUtils.preprocessInput(new float[1][2][2][3], "last", "tf"));
    refuses(
        "preprocessInput: expected one image or a batch of them, with 3 channels,"
            + " `data_format=channels_first`. Received: shape (1, 2, 2, 3).",
        () -> ImagenetUtils.preprocessInput(new float[1][2][2][3], "channels_first", "caffe"));
  }
}
