package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands between brackets in Python, of TensorFlow's node for it: begins, ends and steps, and
 * bits that say what each is.
 */
final class TfStridedSlice {
  private static final int MOST_AXES = 31;

  private TfStridedSlice() {}

  /**
   * Returns the list that tf_keras writes of it later; null where a place is computed by the graph.
   *
   * @param inputs the tensor, begins, ends, steps
   */
  static @Nullable List<@Nullable Object> spec(
      List<@Nullable Object> inputs, Map<String, @Nullable Object> bits) {
    if (inputs.size() != 4) {
      return null;
    }
    List<?> begins = Maps.list(inputs.get(1));
    List<?> ends = Maps.list(inputs.get(2));
    List<?> steps = Maps.list(inputs.get(3));
    int count = begins.size();
    if (count == 0 || count > MOST_AXES || ends.size() != count || steps.size() != count) {
      return null;
    }
    List<@Nullable Object> spec = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (isSet(bits, "ellipsis_mask", i)) {
        Map<String, @Nullable Object> ellipsis = new LinkedHashMap<>();
        ellipsis.put("class_name", "__ellipsis__");
        spec.add(ellipsis);
      } else if (isSet(bits, "new_axis_mask", i)) {
        spec.add(null);
      } else if (isSet(bits, "shrink_axis_mask", i)) {
        spec.add(begins.get(i));
      } else {
        Map<String, @Nullable Object> range = new LinkedHashMap<>();
        range.put("start", isSet(bits, "begin_mask", i) ? null : begins.get(i));
        range.put("stop", isSet(bits, "end_mask", i) ? null : ends.get(i));
        range.put("step", steps.get(i));
        spec.add(range);
      }
    }
    return spec;
  }

  private static boolean isSet(Map<String, @Nullable Object> bits, String name, int bit) {
    return bits.get(name) instanceof Number n && ((n.longValue() >> bit) & 1) != 0;
  }
}
