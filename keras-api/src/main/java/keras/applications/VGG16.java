package keras.applications;

import java.util.List;
import java.util.function.Consumer;
import keras.engine.KerasTensor;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.MaxPooling2D;
import keras.models.Model;
import keras.ops.Operable;
import org.tensorflow.ndarray.NdArray;

/**
 * VGG16, a deep network of small convolutions for images (Simonyan and Zisserman, 2014).
 *
 * <pre>{@code
 * Model features = VGG16.of(o -> o.includeTop(false).inputShape(64, 64, 3));
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, 3)}, as {@link #preprocessInput} makes them. Outputs:
 * {@code (batch, classes)}; without the top {@code (batch, 512)}, or with the rows and columns that
 * are left.
 *
 * <p>Keras: {@code keras/src/applications/vgg16.py}.
 */
public final class VGG16 {
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/";
  private static final String FILE = "vgg16_weights_tf_dim_ordering_tf_kernels";
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
  private static final int[] FILTERS = {64, 128, 256, 512, 512};

  /** What the function takes. */
  public static final class Options extends ApplicationOptions<Options> {
    private Options() {}

    @Override
    Options self() {
      return this;
    }
  }

  private VGG16() {}

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
    KerasTensor x = input;
    for (int block = 0; block < FILTERS.length; block++) {
      String name = "block" + (block + 1);
      for (int i = 1; i <= CONVOLUTIONS[block]; i++) {
        x =
            new Conv2D(FILTERS[block], 3)
                .activation("relu")
                .padding("same")
                .name(name + "_conv" + i)
                .apply(x);
      }
      x = new MaxPooling2D(2).strides(2).name(name + "_pool").apply(x);
    }
    KerasTensor output;
    if (o.includeTop()) {
      x = new Flatten().name("flatten").apply(x);
      x = new Dense(4096, "relu").name("fc1").apply(x);
      x = new Dense(4096, "relu").name("fc2").apply(x);
      output = architecture.classify(x, new Dense(o.classes()));
    } else {
      output = architecture.pooled(x, null, null);
    }
    return o.includeTop()
        ? architecture.model(
            input, output, "vgg16", ORIGIN, FILE + ".h5", "64373286793e3c8b2b4e3219cbf3544b")
        : architecture.model(
            input, output, "vgg16", ORIGIN, FILE + "_notop.h5", "6d6bbae143d832006294945121d1f1fc");
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
