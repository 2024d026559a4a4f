package keras.applications;

import java.util.List;
import java.util.function.Consumer;
import keras.engine.KerasTensor;
import keras.initializers.VarianceScaling;
import keras.layers.Activation;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.DepthwiseConv2D;
import keras.layers.Dropout;
import keras.layers.GlobalAveragePooling2D;
import keras.layers.Multiply;
import keras.layers.Normalization;
import keras.layers.Rescaling;
import keras.layers.Reshape;
import keras.layers.ZeroPadding2D;
import keras.models.Model;
import keras.ops.Operable;
import org.tensorflow.ndarray.NdArray;

/**
 * EfficientNetB0, a network for images whose width and depth were searched for (Tan and Le, 2019).
 *
 * <pre>{@code
 * Model base = EfficientNetB0.of(o -> o.includeTop(false).pooling("avg"));
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, pixels in [0, 255]. Outputs: {@code (batch,
 * classes)}; without the top {@code (batch, 1280)}, or with the rows and columns that are left.
 *
 * <p>Keras: {@code keras/src/applications/efficientnet.py}.
 */
public final class EfficientNetB0 {
  private static final String ORIGIN = "https://storage.googleapis.com/keras-applications/";
  private static final double DROPPED = 0.2;
  private static final double[] IMAGENET_STDDEV = {0.229, 0.224, 0.225};

  /** A row of blocks alike. */
  private record Stage(int kernel, int repeats, int in, int out, int expansion, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(3, 1, 32, 16, 1, 1),
          new Stage(3, 2, 16, 24, 6, 2),
          new Stage(5, 2, 24, 40, 6, 2),
          new Stage(3, 3, 40, 80, 6, 2),
          new Stage(5, 3, 80, 112, 6, 1),
          new Stage(5, 4, 112, 192, 6, 2),
          new Stage(3, 1, 192, 320, 6, 1));

  /** What the function takes. */
  public static final class Options extends ApplicationOptions<Options> {
    private Options() {}

    @Override
    Options self() {
      return this;
    }
  }

  private final Architecture architecture;

  private EfficientNetB0(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Makes the model with ImageNet's weights, for images of 224 rows and columns. */
  public static Model of() {
    return of(o -> {});
  }

  /**
   * Makes the model.
   *
   * <p>As in Keras, {@code weights("imagenet")} adds a layer {@code Rescaling} that the model has
   * with no other weights.
   *
   * @throws IllegalArgumentException for options that do not fit each other
   * @throws java.io.UncheckedIOException where ImageNet's weights cannot be downloaded
   */
  public static Model of(Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    return new EfficientNetB0(new Architecture(o)).model(o);
  }

  private Model model(Options o) {
    KerasTensor input = architecture.input(architecture.inputShape(224));
    KerasTensor x = new Rescaling(1 / 255.0).apply(input);
    x = new Normalization().axis(3).apply(x);
    if (o.imagenet()) {
      double[] scale = new double[IMAGENET_STDDEV.length];
      for (int i = 0; i < scale.length; i++) {
        scale[i] = 1 / Math.sqrt(IMAGENET_STDDEV[i]);
      }
      x = new Rescaling(scale).apply(x);
    }
    x = new ZeroPadding2D(architecture.padding(x, 3)).name("stem_conv_pad").apply(x);
    x = convolution(32, 3).strides(2).padding("valid").useBias(false).name("stem_conv").apply(x);
    x = activated("stem_activation", normalized("stem_bn", x));
    x = stages(x);
    x = convolution(1280, 1).padding("same").useBias(false).name("top_conv").apply(x);
    x = activated("top_activation", normalized("top_bn", x));
    KerasTensor output;
    if (o.includeTop()) {
      x = new GlobalAveragePooling2D().name("avg_pool").apply(x);
      x = new Dropout(DROPPED).name("top_dropout").apply(x);
      output =
          architecture.classify(
              x,
              new Dense(o.classes())
                  .kernelInitializer(new VarianceScaling(1.0 / 3, "fan_out", "uniform")));
    } else {
      output = architecture.pooled(x, "avg_pool", "max_pool");
    }
    return o.includeTop()
        ? architecture.model(
            input,
            output,
            "efficientnetb0",
            ORIGIN,
            o.nameOr("efficientnetb0") + ".h5",
            "902e53a9f72be733fc0bcb005b3ebbac")
        : architecture.model(
            input,
            output,
            "efficientnetb0",
            ORIGIN,
            o.nameOr("efficientnetb0") + "_notop.h5",
            "50bc09e76180e00e4465e1a485ddc09d");
  }

  private KerasTensor stages(KerasTensor input) {
    double blocks = STAGES.stream().mapToInt(Stage::repeats).sum();
    KerasTensor x = input;
    int number = 0;
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      for (int j = 0; j < stage.repeats(); j++) {
        Stage block =
            j == 0
                ? stage
                : new Stage(stage.kernel(), 1, stage.out(), stage.out(), stage.expansion(), 1);
        String name = "block%d%c_".formatted(i + 1, 'a' + j);
        x = block(name, x, block, DROPPED * number / blocks);
        number++;
      }
    }
    return x;
  }

  private KerasTensor block(String name, KerasTensor inputs, Stage stage, double dropped) {
    int filters = stage.in() * stage.expansion();
    KerasTensor x = inputs;
    if (stage.expansion() != 1) {
      x = pointwise(name + "expand_conv", filters, x);
      x = activated(name + "expand_activation", normalized(name + "expand_bn", x));
    }
    if (stage.stride() == 2) {
      x =
          new ZeroPadding2D(architecture.padding(x, stage.kernel()))
              .name(name + "dwconv_pad")
              .apply(x);
    }
    x =
        new DepthwiseConv2D(stage.kernel())
            .strides(stage.stride())
            .padding(stage.stride() == 2 ? "valid" : "same")
            .useBias(false)
            .depthwiseInitializer(kernels())
            .name(name + "dwconv")
            .apply(x);
    x = activated(name + "activation", normalized(name + "bn", x));
    KerasTensor weights = excitation(name, x, filters, Math.max(1, stage.in() / 4));
    x = new Multiply().name(name + "se_excite").apply(x, weights);
    x = normalized(name + "project_bn", pointwise(name + "project_conv", stage.out(), x));
    if (stage.stride() != 1 || stage.in() != stage.out()) {
      return x;
    }
    if (dropped > 0) {
      x = new Dropout(dropped).noiseShape(null, 1, 1, 1).name(name + "drop").apply(x);
    }
    return new Add().name(name + "add").apply(x, inputs);
  }

  /** Squeezes an image to a number for each channel, and finds from them what to weigh it by. */
  private static KerasTensor excitation(String name, KerasTensor x, int filters, int squeezed) {
    KerasTensor se = new GlobalAveragePooling2D().name(name + "se_squeeze").apply(x);
    se = new Reshape(1, 1, filters).name(name + "se_reshape").apply(se);
    se =
        convolution(squeezed, 1)
            .padding("same")
            .activation("swish")
            .name(name + "se_reduce")
            .apply(se);
    return convolution(filters, 1)
        .padding("same")
        .activation("sigmoid")
        .name(name + "se_expand")
        .apply(se);
  }

  private static KerasTensor pointwise(String name, int filters, KerasTensor x) {
    return convolution(filters, 1).padding("same").useBias(false).name(name).apply(x);
  }

  private static Conv2D convolution(int filters, int kernel) {
    return new Conv2D(filters, kernel).kernelInitializer(kernels());
  }

  private static VarianceScaling kernels() {
    return new VarianceScaling(2, "fan_out", "truncated_normal");
  }

  private static KerasTensor normalized(String name, KerasTensor x) {
    return new BatchNormalization().axis(3).name(name).apply(x);
  }

  private static KerasTensor activated(String name, KerasTensor x) {
    return new Activation("swish").name(name).apply(x);
  }

  /** Returns pixels in [0, 255] as they are: the model itself scales them. */
  public static NdArray<?> preprocessInput(NdArray<?> x) {
    return x;
  }

  /** The same, of a tensor of a model. */
  public static <T extends Operable<T>> T preprocessInput(T x) {
    return x;
  }

  /** Names the likeliest five classes of ImageNet, as {@link ImagenetUtils#decodePredictions}. */
  public static List<List<Prediction>> decodePredictions(Object predictions) {
    return ImagenetUtils.decodePredictions(predictions);
  }

  /** Names the likeliest classes of ImageNet, as {@link ImagenetUtils#decodePredictions}. */
  public static List<List<Prediction>> decodePredictions(Object predictions, int top) {
    return ImagenetUtils.decodePredictions(predictions, top);
  }
}
