package keras.applications;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.ops.Operable;
import keras.ops.Ops;
import keras.utils.KerasCache;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * What images need before a model that was trained on ImageNet, and what its predictions mean.
 *
 * <pre>{@code
 * NdArray<?> images = ImagenetUtils.preprocessInput(pixels, "channels_last", "tf");
 * }</pre>
 *
 * <p>Keras: {@code keras/src/applications/imagenet_utils.py}.
 */
public final class ImagenetUtils {
  private static final Set<String> MODES = Set.of("caffe", "tf", "torch");
  private static final Set<String> DATA_FORMATS = Set.of("channels_first", "channels_last");
  private static final double[] BGR_MEAN = {103.939, 116.779, 123.68};
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};
  private static final int USUAL_TOP = 5;

  private ImagenetUtils() {}

  /** Preprocesses images with the channels last in mode {@code "caffe"}. */
  public static NdArray<? extends Number> preprocessInput(Object x) {
    return preprocessInput(x, "channels_last", "caffe");
  }

  /**
   * Preprocesses pixels in [0, 255]; those given stay as they are.
   *
   * @param x one image or a batch of them with three channels, an NdArray or a nested Java array;
   *     {@code (rows, columns, 3)} or {@code (batch, rows, columns, 3)}, or with the channels first
   * @param dataFormat {@code "channels_last"} or {@code "channels_first"}
   * @param mode {@code "caffe"} turns RGB into BGR and takes ImageNet's mean away; {@code "tf"}
   *     scales to [-1, 1]; {@code "torch"} scales to [0, 1] and then to ImageNet's mean and
   *     deviation
   * @return float32, or float64 where the pixels are
   */
  public static NdArray<? extends Number> preprocessInput(
      Object x, String dataFormat, String mode) {
    require(dataFormat, mode);
    NdArray<?> pixels = SampleArray.of("preprocessInput", x).toNdArray();
    Shape shape = pixels.shape();
    int axis = channels(shape, dataFormat, mode);
    return pixels instanceof DoubleNdArray large
        ? doubles(large, shape, axis, mode)
        : floats(HostTensor.of(pixels), shape, axis, mode);
  }

  /**
   * The same, of a tensor of a model or of a graph that is being built: images or a batch of them,
   * floating.
   */
  public static <T extends Operable<T>> T preprocessInput(T x, String dataFormat, String mode) {
    require(dataFormat, mode);
    if (mode.equals("tf")) {
      return Ops.binary("subtract", Ops.binary("divide", x, 127.5), 1.0);
    }
    boolean last = dataFormat.equals("channels_last");
    boolean caffe = mode.equals("caffe");
    T scaled = caffe ? x : Ops.binary("divide", x, 255.0);
    List<T> channels = new ArrayList<>();
    for (int c = 0; c < MEAN.length; c++) {
      int from = caffe ? 2 - c : c;
      T channel = Ops.get(scaled, last ? "..., " + from : "..., " + from + ", :, :");
      T centred = Ops.binary("subtract", channel, caffe ? BGR_MEAN[c] : MEAN[c]);
      channels.add(caffe ? centred : Ops.binary("divide", centred, STD[c]));
    }
    return Ops.stack(channels, last ? -1 : -3);
  }

  /** Returns the axis of the channels, which count three where colours are told apart. */
  private static int channels(Shape shape, String dataFormat, String mode) {
    int rank = shape.numDimensions();
    int axis = dataFormat.equals("channels_last") ? rank - 1 : rank - 3;
    boolean images = rank == 3 || rank == 4;
    if (!images || (!mode.equals("tf") && shape.get(axis) != MEAN.length)) {
      throw new IllegalArgumentException(
          "preprocessInput: expected one image or a batch of them, with 3 channels, `data_format=%s`. Received: shape %s."
              .formatted(dataFormat, Shapes.show(shape)));
    }
    return axis;
  }

  private static NdArray<Float> floats(HostTensor pixels, Shape shape, int axis, String mode) {
    float[] from = pixels.floats();
    float[] to = new float[from.length];
    int inner = inner(shape, axis);
    for (int i = 0; i < to.length; i++) {
      int c = i / inner % MEAN.length;
      to[i] =
          switch (mode) {
            case "tf" -> from[i] / 127.5f - 1;
            case "torch" -> (from[i] / 255 - (float) MEAN[c]) / (float) STD[c];
            default -> from[i + (2 - 2 * c) * inner] - (float) BGR_MEAN[c];
          };
    }
    return NdArrays.wrap(shape, DataBuffers.of(to, false, false));
  }

  private static NdArray<Double> doubles(DoubleNdArray pixels, Shape shape, int axis, String mode) {
    double[] from = new double[(int) shape.size()];
    pixels.copyTo(DataBuffers.of(from, false, false));
    double[] to = new double[from.length];
    int inner = inner(shape, axis);
    for (int i = 0; i < to.length; i++) {
      int c = i / inner % MEAN.length;
      to[i] =
          switch (mode) {
            case "tf" -> from[i] / 127.5 - 1;
            case "torch" -> (from[i] / 255 - MEAN[c]) / STD[c];
            default -> from[i + (2 - 2 * c) * inner] - BGR_MEAN[c];
          };
    }
    return NdArrays.wrap(shape, DataBuffers.of(to, false, false));
  }

  /** Returns how far apart the channels of a pixel are. */
  private static int inner(Shape shape, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < shape.numDimensions(); i++) {
      inner *= (int) shape.get(i);
    }
    return inner;
  }

  /**
   * Names the likeliest five classes of each sample, as {@link #decodePredictions(Object, int)}.
   */
  public static List<List<Prediction>> decodePredictions(Object predictions) {
    return decodePredictions(predictions, USUAL_TOP);
  }

  /**
   * Names the likeliest classes of each sample, the likeliest first.
   *
   * <p>Keras' file of names is {@code ~/.keras/models/imagenet_class_index.json}; it is downloaded
   * unless it is there, and checked.
   *
   * @param predictions of shape (samples, 1000), an NdArray or a nested Java array
   * @param top how many classes of each sample
   * @throws java.io.UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static List<List<Prediction>> decodePredictions(Object predictions, int top) {
    float[][] rows = rows(predictions, top);
    return decode(rows, top, ClassIndex.read(ClassIndex.file(KerasCache.ofEnvironment())));
  }

  /** The same, with a copy of Keras' file of names. */
  public static List<List<Prediction>> decodePredictions(Object predictions, int top, Path file) {
    return decode(rows(predictions, top), top, ClassIndex.read(file));
  }

  private static float[][] rows(Object predictions, int top) {
    NdArray<?> array = SampleArray.of("decodePredictions", predictions).toNdArray();
    Shape shape = array.shape();
    if (shape.numDimensions() != 2 || shape.get(1) != ClassIndex.CLASSES) {
      throw new IllegalArgumentException(
          "decodePredictions: expected predictions of shape (samples, 1000). Received: shape %s."
              .formatted(Shapes.show(shape)));
    }
    if (top < 1) {
      throw new IllegalArgumentException(
          "decodePredictions: `top` must be a positive integer. Received: top=%d.".formatted(top));
    }
    float[] all = HostTensor.of(array).floats();
    return IntStream.range(0, (int) shape.get(0))
        .mapToObj(
            i -> Arrays.copyOfRange(all, i * ClassIndex.CLASSES, (i + 1) * ClassIndex.CLASSES))
        .toArray(float[][]::new);
  }

  private static List<List<Prediction>> decode(
      float[][] rows, int top, List<ClassIndex.Entry> names) {
    return Arrays.stream(rows).map(row -> likeliest(row, top, names)).toList();
  }

  /** Of classes that are equally likely the later ones come first. */
  private static List<Prediction> likeliest(float[] row, int top, List<ClassIndex.Entry> names) {
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> row[i])
                .thenComparing(Comparator.naturalOrder())
                .reversed())
        .limit(top)
        .map(i -> new Prediction(names.get(i).className(), names.get(i).classDescription(), row[i]))
        .toList();
  }

  private static void require(String dataFormat, String mode) {
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "preprocessInput: `mode` must be \"caffe\", \"tf\" or \"torch\". Received: mode=%s."
              .formatted(mode));
    }
    if (!DATA_FORMATS.contains(dataFormat)) {
      throw new IllegalArgumentException(
          "preprocessInput: `data_format` must be \"channels_first\" or \"channels_last\". Received: data_format=%s."
              .formatted(dataFormat));
    }
  }
}
