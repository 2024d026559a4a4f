package keras.applications;

import java.util.List;
import java.util.function.Consumer;
import keras.engine.KerasTensor;
import keras.layers.Activation;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.MaxPooling2D;
import keras.layers.ZeroPadding2D;
import keras.models.Model;
import keras.ops.Operable;
import org.tensorflow.ndarray.NdArray;

/**
 * ResNet50, a network of residuals for images (He et al., 2015).
 *
 * <pre>{@code
 * Model classifier = ResNet50.of(o -> o.weights("resnet50.weights.h5").classes(12));
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, as {@link #preprocessInput} makes them. Outputs:
 * {@code (batch, classes)}; without the top {@code (batch, 2048)}, or with the rows and columns
 * that are left.
 *
 * <p>Keras: {@code keras/src/applications/resnet.py}.
 */
public final class ResNet50 {
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/keras-applications/resnet/";
  private static final String FILE = "resnet50_weights_tf_dim_ordering_tf_kernels";

  /** What the function takes. */
  public static final class Options extends ApplicationOptions<Options> {
    private Options() {}

    @Override
    Options self() {
      return this;
    }
  }

  private ResNet50() {}

  /** Makes the model with ImageNet's weights, for images of 224 rows and columns. */
  public static Model of() {
    return of(o -> {});
  }

  /**
   * Makes the model.
   *
   * @throws IllegalArgumentException for options that do not fit each other
   * @throws java.io.UncheckedIOException where ImageNet's weights cannot be downloaded
   */
  public static Model of(Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    Architecture architecture = new Architecture(o);
    KerasTensor input = architecture.input(architecture.inputShape(224));
    KerasTensor x = new ZeroPadding2D(3).name("conv1_pad").apply(input);
    x = new Conv2D(64, 7).strides(2).name("conv1_conv").apply(x);
    x = relu("conv1_relu", normalized("conv1_bn", x));
    x = new ZeroPadding2D(1).name("pool1_pad").apply(x);
    x = new MaxPooling2D(3).strides(2).name("pool1_pool").apply(x);
    x = stack("conv2", x, 64, 3, 1);
    x = stack("conv3", x, 128, 4, 2);
    x = stack("conv4", x, 256, 6, 2);
    x = stack("conv5", x, 512, 3, 2);
    KerasTensor output = architecture.end(x, "avg_pool", "max_pool", new Dense(o.classes()));
    return o.includeTop()
        ? architecture.model(
            input, output, "resnet50", ORIGIN, FILE + ".h5", "2cb95161c43110f7111970584f804107")
        : architecture.model(
            input,
            output,
            "resnet50",
            ORIGIN,
            FILE + "_notop.h5",
            "4d473c1dd8becc155b73f8504c6f6626");
  }

  private static KerasTensor stack(
      String name, KerasTensor x, int filters, int blocks, int stride) {
    KerasTensor y = block(name + "_block1", x, filters, stride, true);
    for (int i = 2; i <= blocks; i++) {
      y = block(name + "_block" + i, y, filters, 1, false);
    }
    return y;
  }

  private static KerasTensor block(
      String name, KerasTensor x, int filters, int stride, boolean convolved) {
    KerasTensor shortcut = x;
    if (convolved) {
      shortcut = new Conv2D(4 * filters, 1).strides(stride).name(name + "_0_conv").apply(x);
      shortcut = normalized(name + "_0_bn", shortcut);
    }
    KerasTensor y = new Conv2D(filters, 1).strides(stride).name(name + "_1_conv").apply(x);
    y = relu(name + "_1_relu", normalized(name + "_1_bn", y));
    y = new Conv2D(filters, 3).padding("same").name(name + "_2_conv").apply(y);
    y = relu(name + "_2_relu", normalized(name + "_2_bn", y));
    y = new Conv2D(4 * filters, 1).name(name + "_3_conv").apply(y);
    y = normalized(name + "_3_bn", y);
    return relu(name + "_out", new Add().name(name + "_add").apply(shortcut, y));
  }

  private static KerasTensor normalized(String name, KerasTensor x) {
    return new BatchNormalization().axis(3).epsilon(1.001e-5).name(name).apply(x);
  }

  private static KerasTensor relu(String name, KerasTensor x) {
    return new Activation("relu").name(name).apply(x);
  }

  /**
   * Takes ImageNet's mean from pixels in [0, 255] and turns RGB into BGR, as {@link
   * ImagenetUtils#preprocessInput}.
   */
  public static NdArray<? extends Number> preprocessInput(Object x) {
    return ImagenetUtils.preprocessInput(x, "channels_last", "caffe");
  }

  /** The same, of a tensor of a model. */
  public static <T extends Operable<T>> T preprocessInput(T x) {
    return ImagenetUtils.preprocessInput(x, "channels_last", "caffe");
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
