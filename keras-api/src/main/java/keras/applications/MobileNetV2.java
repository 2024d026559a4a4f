package keras.applications;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.DepthwiseConv2D;
import keras.layers.ReLU;
import keras.layers.ZeroPadding2D;
import keras.models.Model;
import keras.ops.Operable;
import org.tensorflow.ndarray.NdArray;

/**
 * MobileNetV2, a small network for images, of inverted residuals (Sandler et al., 2018).
 *
 * <pre>{@code
 * Model base = MobileNetV2.of(o -> o.inputShape(96, 96, 3).includeTop(false).pooling("avg"));
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, as {@link #preprocessInput} makes them. Outputs:
 * {@code (batch, classes)}; without the top {@code (batch, channels)}, or with the rows and columns
 * that are left.
 *
 * <p>Keras: {@code keras/src/applications/mobilenet_v2.py}.
 */
public final class MobileNetV2 {
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/";
  private static final Set<Long> SIZES = Set.of(96L, 128L, 160L, 192L, 224L);
  private static final int USUAL = 224;
  private static final double[] ALPHAS = {0.35, 0.50, 0.75, 1.0, 1.3, 1.4};

  /** What the function takes. */
  public static final class Options extends ApplicationOptions<Options> {
    private double alpha = 1;

    private Options() {}

    @Override
    Options self() {
      return this;
    }

    /** Sets how wide layers are, as a share of the paper's number of filters. 1 by default. */
    public Options alpha(double alpha) {
      if (!(alpha > 0)) {
        throw new IllegalArgumentException(
            "MobileNetV2: `alpha` must be above 0. Received: alpha=%s.".formatted(alpha));
      }
      this.alpha = alpha;
      return this;
    }
  }

  private final Architecture architecture;
  private final double alpha;

  private MobileNetV2(Options options) {
    architecture = new Architecture(options);
    alpha = options.alpha;
  }

  /** Makes the model with ImageNet's weights, for images of 224 rows and columns. */
  public static Model of() {
    return of(o -> {});
  }

  /**
   * Makes the model.
   *
   * <p>ImageNet's weights are those for images of as many rows, where they are square and have 96,
   * 128, 160, 192 or 224; else those for 224.
   *
   * @throws IllegalArgumentException for options that do not fit each other
   * @throws java.io.UncheckedIOException where ImageNet's weights cannot be downloaded
   */
  public static Model of(Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    return new MobileNetV2(o).model(o);
  }

  private Model model(Options o) {
    KerasTensor tensor = o.inputTensor();
    long[] given = o.inputShape();
    long[] rowsAndColumns =
        given != null && given.length == 3
            ? new long[] {given[0], given[1]}
            : tensor == null
                ? new long[] {USUAL, USUAL}
                : new long[] {tensor.shape().get(1), tensor.shape().get(2)};
    if (given != null && tensor != null && tensor.shape().get(2) != given[1]) {
      throw new IllegalArgumentException(
          "MobileNetV2: `input_shape` must have the columns of `input_tensor`, %d. Received: %d."
              .formatted(tensor.shape().get(2), given[1]));
    }
    boolean square = rowsAndColumns[0] == rowsAndColumns[1] && SIZES.contains(rowsAndColumns[0]);
    long[] shape = architecture.inputShape(square ? (int) rowsAndColumns[0] : USUAL);
    long rows = shape[0];
    if (o.imagenet()) {
      requireAlpha();
      rows = shape[0] == shape[1] && SIZES.contains(shape[0]) ? shape[0] : USUAL;
    }
    KerasTensor input = architecture.input(shape);
    KerasTensor output = architecture.end(body(input), null, null, new Dense(o.classes()));
    String file =
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_%s_%d%s.h5"
            .formatted(alpha, rows, o.includeTop() ? "" : "_no_top");
    String name =
        String.format(Locale.ROOT, "mobilenetv2_%.2f_%s", alpha, rows < 0 ? "None" : "" + rows);
    return architecture.model(input, output, name, ORIGIN, file, null);
  }

  private void requireAlpha() {
    for (double known : ALPHAS) {
      if (alpha == known) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "MobileNetV2: with `weights=\"imagenet\"`, `alpha` must be 0.35, 0.5, 0.75, 1, 1.3 or 1.4. Received: alpha=%s."
            .formatted(alpha));
  }

  private KerasTensor body(KerasTensor input) {
    KerasTensor x =
        new Conv2D(divisible(32 * alpha), 3)
            .strides(2)
            .padding("same")
            .useBias(false)
            .name("Conv1")
            .apply(input);
    x = relu("Conv1_relu", normalized("bn_Conv1", x));
    int[] filters = {16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320};
    Set<Integer> halving = Set.of(1, 3, 6, 13);
    for (int i = 0; i < filters.length; i++) {
      x = block(x, i, filters[i], halving.contains(i) ? 2 : 1);
    }
    int last = alpha > 1 ? divisible(1280 * alpha) : 1280;
    x = new Conv2D(last, 1).useBias(false).name("Conv_1").apply(x);
    return relu("out_relu", normalized("Conv_1_bn", x));
  }

  private KerasTensor block(KerasTensor inputs, int number, int filters, int stride) {
    int channels = (int) inputs.shape().get(3);
    int projected = divisible((int) (filters * alpha));
    String prefix = number == 0 ? "expanded_conv_" : "block_" + number + "_";
    KerasTensor x = inputs;
    if (number > 0) {
      x = pointwise(prefix + "expand", 6 * channels, x);
      x = relu(prefix + "expand_relu", normalized(prefix + "expand_BN", x));
    }
    if (stride == 2) {
      x = new ZeroPadding2D(architecture.padding(x, 3)).name(prefix + "pad").apply(x);
    }
    x =
        new DepthwiseConv2D(3)
            .strides(stride)
            .useBias(false)
            .padding(stride == 1 ? "same" : "valid")
            .name(prefix + "depthwise")
            .apply(x);
    x = relu(prefix + "depthwise_relu", normalized(prefix + "depthwise_BN", x));
    x = normalized(prefix + "project_BN", pointwise(prefix + "project", projected, x));
    return channels == projected && stride == 1
        ? new Add().name(prefix + "add").apply(inputs, x)
        : x;
  }

  private static KerasTensor pointwise(String name, int filters, KerasTensor x) {
    return new Conv2D(filters, 1).padding("same").useBias(false).name(name).apply(x);
  }

  private static KerasTensor normalized(String name, KerasTensor x) {
    return new BatchNormalization().epsilon(1e-3).momentum(0.999).name(name).apply(x);
  }

  private static KerasTensor relu(String name, KerasTensor x) {
    return new ReLU().maxValue(6).name(name).apply(x);
  }

  /** Rounds to a multiple of 8, at least 8, and not down by more than a tenth. */
  private static int divisible(double filters) {
    int rounded = Math.max(8, (int) (filters + 4) / 8 * 8);
    return rounded < 0.9 * filters ? rounded + 8 : rounded;
  }

  /** Scales pixels from [0, 255] to [-1, 1], as {@link ImagenetUtils#preprocessInput}. */
  public static NdArray<? extends Number> preprocessInput(Object x) {
    return ImagenetUtils.preprocessInput(x, "channels_last", "tf");
  }

  /** The same, of a tensor of a model. */
  public static <T extends Operable<T>> T preprocessInput(T x) {
    return ImagenetUtils.preprocessInput(x, "channels_last", "tf");
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
