package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of functions in graphs, as tf_keras and Keras 3 spell them: constants, tensors, and
 * what stands between brackets.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}, {@code keras/src/ops/numpy.py}.
 */
final class TfValues {
  private TfValues() {}

  /** Whether a value stands for a tensor of the graph. */
  static boolean isTensor(@Nullable Object value) {
    return value instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"));
  }

  /** Spells what stands between brackets as tf_keras does. */
  static @Nullable Object tfSlices(@Nullable Object key) {
    if (key instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(tfSlices(x)));
      return out;
    }
    if (key instanceof Map<?, ?> map && "__slice__".equals(map.get("class_name"))) {
      return Maps.copy(map.get("config"));
    }
    return key instanceof Map<?, ?> map
        ? new LinkedHashMap<String, Object>(Map.of("class_name", map.get("class_name")))
        : key;
  }

  /** Gives nested lists of numbers the form that arrays have in Keras 3. */
  static @Nullable Object constant(@Nullable Object value) {
    if (!(value instanceof List<?>) || isOfTensors(value)) {
      return value;
    }
    Map<String, @Nullable Object> array = new LinkedHashMap<>();
    array.put("value", value);
    array.put("dtype", hasFloats(value) ? "float32" : "int32");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", "__numpy__");
    out.put("config", array);
    return out;
  }

  private static boolean hasFloats(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(TfValues::hasFloats)
        : value instanceof Double;
  }

  /** Whether a constant is computed by the graph. */
  static boolean isOfTensors(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(TfValues::isOfTensors)
        : value instanceof Map<?, ?>;
  }

  /** Spells what stands between brackets as Keras 3 does. */
  static @Nullable Object slices(@Nullable Object spec) {
    if (spec instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(slices(x)));
      return out;
    }
    if (!(spec instanceof Map<?, ?> map)) {
      return spec;
    }
    boolean range = map.containsKey("start") && map.containsKey("stop");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", range ? "__slice__" : map.get("class_name"));
    out.put("config", range ? Maps.copy(map) : Maps.copy(map.get("config")));
    return out;
  }

  /** Whether a tensor of the graph is among the parts of a value. */
  static boolean hasTensor(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(TfValues::hasTensor);
    }
    return value instanceof Map<?, ?> map
        && (isTensor(map) || map.values().stream().anyMatch(TfValues::hasTensor));
  }
}
