package keras.io.data;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.Map;
import keras.data.SampleArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/**
 * Makes {@code tf.train.Example}s of values.
 *
 * <pre>{@code
 * byte[] record = Examples.of(Map.of("rooms", 4L, "name", "Villa")).toByteArray();
 * }</pre>
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/core/example/example.proto}.
 */
public final class Examples {
  private Examples() {}

  /**
   * Makes an example.
   *
   * @param features values by name: a number, a string, the bytes of a file ({@code byte[]}), a
   *     list of those, or an array as {@link SampleArray#of} takes it; floating ones are written as
   *     floats, whole ones and booleans as int64
   */
  public static Example of(Map<String, ?> features) {
    Features.Builder all = Features.newBuilder();
    features.forEach((name, value) -> all.putFeature(name, feature(name, value)));
    return Example.newBuilder().setFeatures(all).build();
  }

  private static Feature feature(String name, Object value) {
    FloatList.Builder floats = FloatList.newBuilder();
    Int64List.Builder longs = Int64List.newBuilder();
    BytesList.Builder bytes = BytesList.newBuilder();
    if (value instanceof Collection<?> list) {
      list.forEach(each -> add(name, each, floats, longs, bytes));
    } else if (value instanceof NdArray
        || (value.getClass().isArray() && !(value instanceof byte[]))) {
      SampleArray.of(name, value)
          .toNdArray()
          .streamOfObjects()
          .forEach(each -> add(name, each, floats, longs, bytes));
    } else {
      add(name, value, floats, longs, bytes);
    }
    int kinds =
        Math.min(1, floats.getValueCount())
            + Math.min(1, longs.getValueCount())
            + Math.min(1, bytes.getValueCount());
    if (kinds > 1) {
      throw new IllegalArgumentException(
          "Examples: feature '%s' must have values of one kind. Received: %s."
              .formatted(name, value));
    }
    Feature.Builder feature = Feature.newBuilder();
    if (floats.getValueCount() > 0) {
      feature.setFloatList(floats);
    } else if (longs.getValueCount() > 0) {
      feature.setInt64List(longs);
    } else if (bytes.getValueCount() > 0) {
      feature.setBytesList(bytes);
    }
    return feature.build();
  }

  private static void add(
      String name,
      Object value,
      FloatList.Builder floats,
      Int64List.Builder longs,
      BytesList.Builder bytes) {
    if (value instanceof Float || value instanceof Double) {
      floats.addValue(((Number) value).floatValue());
    } else if (value instanceof Byte b) {
      longs.addValue(Byte.toUnsignedInt(b)); // uint8, as everywhere
    } else if (value instanceof Number n) {
      longs.addValue(n.longValue());
    } else if (value instanceof Boolean b) {
      longs.addValue(b ? 1 : 0);
    } else if (value instanceof String text) {
      bytes.addValue(ByteString.copyFromUtf8(text));
    } else if (value instanceof byte[] raw) {
      bytes.addValue(ByteString.copyFrom(raw));
    } else {
      throw new IllegalArgumentException(
          "Examples: feature '%s' must have numbers, strings or bytes. Received: %s."
              .formatted(name, value));
    }
  }
}
