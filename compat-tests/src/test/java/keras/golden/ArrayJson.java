package keras.golden;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Arrays in JSON as the fixtures and the Python server spell them: {@code {"dtype", "shape",
 * "base64"}}, the raw little-endian bytes.
 */
public final class ArrayJson {
  private ArrayJson() {}

  /** Turns an array into its JSON object. */
  public static Map<String, Object> encode(HostTensor array) {
    byte[] bytes = new byte[array.data().remaining()];
    array.data().duplicate().get(bytes);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dtype", array.dtype().id());
    json.put("shape", Arrays.stream(array.shape().asArray()).boxed().toList());
    json.put("base64", Base64.getEncoder().encodeToString(bytes));
    return json;
  }

  /** Whether a JSON value is an array's object. */
  public static boolean isArray(@Nullable Object json) {
    return json instanceof Map<?, ?> map
        && map.size() == 3
        && map.containsKey("dtype")
        && map.containsKey("shape")
        && map.containsKey("base64");
  }

  /** Returns the array of a JSON object. */
  public static HostTensor decode(@Nullable Object json) {
    if (isArray(json)
        && json instanceof Map<?, ?> map
        && map.get("dtype") instanceof String dtype
        && map.get("shape") instanceof List<?> shape
        && map.get("base64") instanceof String base64) {
      long[] sizes = shape.stream().mapToLong(n -> ((Number) n).longValue()).toArray();
      byte[] bytes = Base64.getDecoder().decode(base64);
      return new HostTensor(DType.get(dtype), Shape.of(sizes), ByteBuffer.wrap(bytes));
    }
    throw new IllegalArgumentException(
        "Expected an array: {\"dtype\", \"shape\", \"base64\"}. Received: %s.".formatted(json));
  }
}
