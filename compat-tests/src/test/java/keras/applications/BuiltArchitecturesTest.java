package keras.applications;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/** What Java builds of keras.applications is what Keras builds, and weights go both ways. */
@ExtendWith(PythonExtension.class)
class BuiltArchitecturesTest {
  private static final String COMMON = "import built_applications\n";

  /** A call of one of Keras' functions, and the same in Java. */
  private record Call(
      String name,
      Map<String, @Nullable Object> arguments,
      Function<@Nullable String, Model> java) {
    @Override
    public String toString() {
      return name + arguments;
    }

    Model build() {
      return java.apply(null);
    }
  }

  private static Call mobileNetV2(
      Map<String, @Nullable Object> arguments, UnaryOperator<MobileNetV2.Options> how) {
    return new Call("MobileNetV2", arguments, w -> MobileNetV2.of(o -> how.apply(o).weights(w)));
  }

  private static Call resNet50(
      Map<String, @Nullable Object> arguments, UnaryOperator<ResNet50.Options> how) {
    return new Call("ResNet50", arguments, w -> ResNet50.of(o -> how.apply(o).weights(w)));
  }

  private static Call efficientNetB0(
      Map<String, @Nullable Object> arguments, UnaryOperator<EfficientNetB0.Options> how) {
    return new Call(
        "EfficientNetB0", arguments, w -> EfficientNetB0.of(o -> how.apply(o).weights(w)));
  }

  private static Call vgg16(
      Map<String, @Nullable Object> arguments, UnaryOperator<VGG16.Options> how) {
    return new Call("VGG16", arguments, w -> VGG16.of(o -> how.apply(o).weights(w)));
  }

  /** Arguments of Keras; random weights are a null, which a Map.of cannot hold. */
  private static Map<String, @Nullable Object> arguments(@Nullable Object... all) {
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      map.put(String.valueOf(all[i]), all[i + 1]);
    }
    map.put("weights", null);
    return map;
  }

  private static final Call SMALL_MOBILE =
      mobileNetV2(
          arguments("input_shape", List.of(32, 32, 3), "alpha", 0.35, "classes", 5),
          o -> o.inputShape(32, 32, 3).alpha(0.35).classes(5));
  private static final Call SMALL_EFFICIENT =
      efficientNetB0(
          arguments("input_shape", List.of(33, 32, 3), "classes", 5, "name", "mine"),
          o -> o.inputShape(33, 32, 3).classes(5).name("mine"));
  private static final Call SMALL_RESNET =
      resNet50(
          arguments("input_shape", List.of(32, 40, 3), "include_top", false, "pooling", "max"),
          o -> o.inputShape(32, 40, 3).includeTop(false).pooling("max"));
  private static final Call SMALL_VGG =
      vgg16(
          arguments("input_shape", List.of(32, 32, 3), "include_top", false, "pooling", "avg"),
          o -> o.inputShape(32, 32, 3).includeTop(false).pooling("avg"));

  static Stream<Call> otherCalls() {
    return Stream.of(
        mobileNetV2(
            arguments("include_top", false, "alpha", 1.4, "pooling", "max"),
            o -> o.includeTop(false).alpha(1.4).pooling("max")),
        mobileNetV2(
            arguments("input_shape", List.of(96, 96, 1), "classifier_activation", null),
            o -> o.inputShape(96, 96, 1).classifierActivation((String) null)),
        efficientNetB0(
            arguments("include_top", false, "pooling", "avg"),
            o -> o.includeTop(false).pooling("avg")),
        resNet50(
            arguments(
                "input_shape", List.of(64, 64, 3), "classes", 4, "classifier_activation", "relu"),
            o -> o.inputShape(64, 64, 3).classes(4).classifierActivation("relu")),
        vgg16(arguments("include_top", false), o -> o.includeTop(false)),
        vgg16(
            arguments("input_shape", List.of(32, 32, 3), "classes", 3, "name", "v"),
            o -> o.inputShape(32, 32, 3).classes(3).name("v")));
  }

  static Stream<Call> smallCalls() {
    return Stream.of(SMALL_MOBILE, SMALL_EFFICIENT, SMALL_RESNET, SMALL_VGG);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Tag("applications")
  @ParameterizedTest
  @MethodSource("otherCalls")
  void hasKerasConfigByOtherArguments(Call call, Python python) {
    hasKerasConfig(call, python);
  }

  @ParameterizedTest
  @MethodSource("smallCalls")
  void hasKerasConfig(Call call, Python python) {
    try (Model model = call.build()) {
      PythonResult compared =
          python
              .keras3()
              .exec(
                  COMMON
                      + "result['differ'] = built_applications.differences(keras, name, arguments,"
                      + " ours)",
                  Map.of(
                      "name", call.name(), "arguments", call.arguments(), "ours", model.toJson()));
      assertEquals(List.of(), compared.list("differ"));
    }
  }

  @ParameterizedTest
  @MethodSource("smallCalls")
  void passesWeightsBothWays(Call call, Python python, @TempDir Path folder) {
    PythonKeras keras = python.keras3();
    Path mine = folder.resolve("java.weights.h5");
    Path theirs = folder.resolve("python.weights.h5");
    Path legacy = folder.resolve("python.h5");
    Keras.setRandomSeed(3);
    try (Model model = call.build()) {
      float[][][][] x = images(model);
      model.saveWeights(mine.toString());
      FloatNdArray given = StdArrays.ndCopyOf(x);
      PythonResult passed =
          keras.exec(
              COMMON
                  + "result.update(built_applications.pass_weights(keras, name, arguments, mine,"
                  + " theirs, legacy, x))",
              Map.of(
                  "name",
                  call.name(),
                  "arguments",
                  call.arguments(),
                  "mine",
                  mine,
                  "theirs",
                  theirs,
                  "legacy",
                  legacy,
                  "x",
                  given));
      assertNear(passed.array("mine"), model, x);
      try (Model built = call.java().apply(theirs.toString())) {
        assertNear(passed.array("theirs"), built, x);
      }
      model.loadWeights(legacy.toString(), LoadOptions.defaults().byName(true));
      assertNear(passed.array("theirs"), model, x);
    }
  }

  @Test
  void preprocessesAsKeras(Python python) {
    double[] pixels = new Random(4).doubles(2 * 3 * 4 * 3, 0, 255).toArray();
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                f = keras.applications.imagenet_utils.preprocess_input
                for mode in ("caffe", "tf", "torch"):
                    for data_format in ("channels_last", "channels_first"):
                        for dtype in ("uint8", "float32", "float64"):
                            what = " ".join((mode, data_format, dtype))
                            shape = (2, 3, 4, 3) if data_format == "channels_last" else (2, 3, 3, 4)
                            x = np.reshape(pixels, shape).astype(dtype)
                            result[what + " x"] = x
                            result[what + " y"] = f(x.copy(), data_format=data_format, mode=mode)
                            result[what + " one"] = f(x[0].copy(), data_format=data_format, mode=mode)
                """,
                Map.of("pixels", Arrays.stream(pixels).boxed().toList()));
    for (String mode : List.of("caffe", "tf", "torch")) {
      for (String format : List.of("channels_last", "channels_first")) {
        for (String dtype : List.of("uint8", "float32", "float64")) {
          assertPreprocessed(expected, mode, format, dtype);
        }
      }
    }
  }

  private static void assertPreprocessed(
      PythonResult expected, String mode, String format, String dtype) {
    String what = String.join(" ", mode, format, dtype);
    NdArray<?> x = expected.array(what + " x").toNdArray();
    assertEquals(
        expected.array(what + " y").toNdArray(),
        ImagenetUtils.preprocessInput(x, format, mode),
        what);
    assertEquals(
        expected.array(what + " one").toNdArray(),
        ImagenetUtils.preprocessInput(x.get(0), format, mode),
        what);
    if (dtype.equals("float32")) {
      KerasTensor images = Keras.input(x.shape().tail().asArray());
      try (Model model = Model.of(images, ImagenetUtils.preprocessInput(images, format, mode))) {
        float[] y = HostTensor.of(model.predict(x)).floats();
        assertArrayEquals(expected.array(what + " y").floats(), y, 1e-4f, what);
      }
    }
  }

  private static float[][][][] images(Model model) {
    long[] size = model.inputs().get(0).shape().asArray();
    Random random = new Random(5);
    float[][][][] x = new float[2][(int) size[1]][(int) size[2]][(int) size[3]];
    for (float[][][] image : x) {
      for (float[][] row : image) {
        for (float[] pixel : row) {
          for (int c = 0; c < pixel.length; c++) {
            pixel[c] = random.nextFloat() * 255;
          }
        }
      }
    }
    return x;
  }

  /** Near as a share of the largest output, which random weights make large or small. */
  private static void assertNear(HostTensor python, Model model, float[][][][] x) {
    float[] expected = python.floats();
    float largest = 0;
    for (float e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    assertTrue(largest > 0);
    assertArrayEquals(
        expected, HostTensor.of(model.predict(x)).floats(), 1e-5f * largest, model.name());
  }
}
