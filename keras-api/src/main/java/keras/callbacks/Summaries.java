package keras.callbacks;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** What TensorBoard shows, in the form of TensorFlow 2's {@code tf.summary}. */
final class Summaries {
  private static final int BUCKETS = 30;
  private static final int IMAGES = 3;

  private Summaries() {}

  private static Summary.Value value(
      String tag, String plugin, String content, TensorProto.Builder tensor) {
    SummaryMetadata.PluginData data =
        SummaryMetadata.PluginData.newBuilder()
            .setPluginName(plugin)
            .setContent(ByteString.copyFromUtf8(content))
            .build();
    return Summary.Value.newBuilder()
        .setTag(tag)
        .setMetadata(SummaryMetadata.newBuilder().setPluginData(data))
        .setTensor(tensor)
        .build();
  }

  private static TensorProto.Builder tensor(DataType dtype, long... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (long size : shape) {
      sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorProto.newBuilder().setDtype(dtype).setTensorShape(sizes);
  }

  /** A number, as float32. */
  static Summary.Value scalar(String tag, double number) {
    TensorProto.Builder tensor = tensor(DataType.DT_FLOAT).addFloatVal((float) number);
    return value(tag, "scalars", "", tensor);
  }

  /** A model's config, of which TensorBoard draws the layers. */
  static Summary.Value model(String tag, String json) {
    TensorProto.Builder tensor =
        tensor(DataType.DT_STRING).addStringVal(ByteString.copyFromUtf8(json));
    return value(tag, "graph_keras_model", "1", tensor);
  }

  /** How often values come in 30 ranges of the same width, from the least to the largest. */
  static Summary.Value histogram(String tag, HostTensor values) {
    HostTensor wide = values.cast(DType.FLOAT64);
    int n = Math.toIntExact(wide.shape().size());
    double[] all = new double[n];
    wide.data().duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(all);
    TensorProto.Builder tensor = tensor(DataType.DT_DOUBLE, BUCKETS, 3);
    double least = n == 0 ? 0 : Double.POSITIVE_INFINITY;
    double most = n == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (double v : all) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    double width = (most - least) / BUCKETS;
    double[] counts = new double[BUCKETS];
    for (double v : all) {
      int bucket = width == 0 ? BUCKETS - 1 : (int) Math.floor((v - least) / width);
      counts[Math.min(Math.max(bucket, 0), BUCKETS - 1)]++;
    }
    for (int i = 0; i < BUCKETS; i++) {
      tensor.addDoubleVal(width == 0 ? most : least + i * width);
      tensor.addDoubleVal(width == 0 || i == BUCKETS - 1 ? most : least + (i + 1) * width);
      tensor.addDoubleVal(counts[i]);
    }
    return value(tag, "histograms", "", tensor);
  }

  /** Whether a weight can be shown as images. */
  static boolean isImage(HostTensor weight) {
    List<Long> sizes = squeezed(weight.shape());
    long last = sizes.isEmpty() ? 0 : sizes.get(sizes.size() - 1);
    int rank = sizes.size();
    return (rank >= 1 && rank <= 3) || (rank == 4 && (last == 1 || last == 3 || last == 4));
  }

  private static List<Long> squeezed(Shape shape) {
    List<Long> sizes = new ArrayList<>();
    for (long size : shape.asArray()) {
      if (size != 1) {
        sizes.add(size);
      }
    }
    return sizes;
  }

  /** A weight as grey or coloured images, at most three, whose values are in [0, 1]. */
  static Summary.Value image(String tag, HostTensor weight) {
    List<Long> sizes = squeezed(weight.shape());
    float[] values = weight.floats();
    int rank = sizes.size();
    int[] s = sizes.stream().mapToInt(Math::toIntExact).toArray();
    int count = rank == 3 ? s[2] : rank == 4 ? s[0] : 1;
    boolean turned = rank == 2 && s[0] > s[1];
    int height = rank == 1 ? s[0] : rank == 2 ? Math.min(s[0], s[1]) : rank == 3 ? s[0] : s[1];
    int width = rank == 1 ? 1 : rank == 2 ? Math.max(s[0], s[1]) : rank == 3 ? s[1] : s[2];
    int channels = rank == 4 ? s[3] : 1;
    int shown = Math.min(count, IMAGES);
    TensorProto.Builder tensor = tensor(DataType.DT_STRING, shown + 2L);
    tensor.addStringVal(ByteString.copyFromUtf8(String.valueOf(width)));
    tensor.addStringVal(ByteString.copyFromUtf8(String.valueOf(height)));
    for (int image = 0; image < shown; image++) {
      byte[] pixels = new byte[height * width * channels];
      for (int i = 0; i < pixels.length; i++) {
        int y = i / channels / width;
        int x = i / channels % width;
        int at = rank == 3 ? i * count + image : image * pixels.length + i;
        float v = values[turned ? x * height + y : at] * 255.5f;
        pixels[i] = (byte) Math.max(0, Math.min(255, (int) v));
      }
      tensor.addStringVal(ByteString.copyFrom(Png.of(pixels, width, height, channels)));
    }
    return value(tag, "images", "", tensor);
  }
}
