package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;

/**
 * What stands between the brackets of {@code x[:, 1:3, None, ..., 0]}, as Keras 3 writes it: whole
 * numbers, null, slices and an ellipsis.
 */
final class SliceKey {
  private final List<Integer> begin = new ArrayList<>();
  private final List<Integer> end = new ArrayList<>();
  private final List<Integer> strides = new ArrayList<>();
  private long beginMask;
  private long endMask;
  private long ellipsisMask;
  private long newAxisMask;
  private long shrinkAxisMask;

  private SliceKey() {}

  static SliceKey of(OpArguments arguments, int rank) {
    SliceKey key = new SliceKey();
    Object given = arguments.get("key");
    List<?> parts = given instanceof List<?> list ? list : Arrays.asList(given);
    if (parts.size() > 2 * rank + 2 || parts.size() > Long.SIZE / 2) {
      throw arguments.wrong("key", given, "at most one part for each axis, and new axes");
    }
    parts.forEach(part -> key.add(arguments, part));
    return key;
  }

  /** Takes what lies between two places of an axis; null is its end. */
  static Expr between(Expr x, int axis, int from, @Nullable Integer to) {
    SliceKey key = new SliceKey();
    for (int i = 0; i < axis; i++) {
      key.endMask |= 1L << i;
      key.range(0, 0, 1);
    }
    key.endMask |= to == null ? 1L << axis : 0;
    key.range(from, to == null ? 0 : to, 1);
    return key.apply(x);
  }

  private void add(OpArguments arguments, @Nullable Object part) {
    long bit = 1L << begin.size();
    if (part == null) {
      newAxisMask |= bit;
      range(0, 1, 1);
    } else if (part instanceof Integer index) {
      shrinkAxisMask |= bit;
      range(index, index + 1, 1);
    } else if (part instanceof Map<?, ?> map && "__ellipsis__".equals(map.get("class_name"))) {
      if (ellipsisMask != 0) {
        throw arguments.wrong("key", part, "a key with one ellipsis");
      }
      ellipsisMask |= bit;
      range(0, 0, 1);
    } else if (part instanceof Map<?, ?> map
        && "__slice__".equals(map.get("class_name"))
        && map.get("config") instanceof Map<?, ?> slice) {
      Integer start = whole(arguments, slice.get("start"));
      Integer stop = whole(arguments, slice.get("stop"));
      Integer step = whole(arguments, slice.get("step"));
      beginMask |= start == null ? bit : 0;
      endMask |= stop == null ? bit : 0;
      range(start == null ? 0 : start, stop == null ? 0 : stop, step == null ? 1 : step);
    } else {
      throw arguments.wrong("key", part, "of whole numbers, slices, None and ellipses");
    }
  }

  private static @Nullable Integer whole(OpArguments arguments, @Nullable Object bound) {
    if (bound == null || bound instanceof Integer) {
      return (Integer) bound;
    }
    throw arguments.wrong("key", bound, "of slices with whole numbers or None");
  }

  private void range(int from, int to, int step) {
    begin.add(from);
    end.add(to);
    strides.add(step);
  }

  Expr apply(Expr x) {
    Ops tf = x.tf();
    return x.wrap(
        tf.stridedSlice(
            x,
            tf.constant(ints(begin)),
            tf.constant(ints(end)),
            tf.constant(ints(strides)),
            StridedSlice.beginMask(beginMask),
            StridedSlice.endMask(endMask),
            StridedSlice.ellipsisMask(ellipsisMask),
            StridedSlice.newAxisMask(newAxisMask),
            StridedSlice.shrinkAxisMask(shrinkAxisMask)));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(n -> n).toArray();
  }
}
