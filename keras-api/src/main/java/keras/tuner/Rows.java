package keras.tuner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import org.tensorflow.ndarray.NdArray;

/** Samples of one array, or of several by place or name, of which some are taken. */
final class Rows {
  private final String name;
  private final Object data; // SampleArray, List<SampleArray> or Map<String, SampleArray>
  private final int count;

  private Rows(String name, Object data, int count) {
    this.name = name;
    this.data = data;
    this.count = count;
  }

  /** Looks at data; all arrays must have as many samples. */
  static Rows of(String name, Object data) {
    Object rows;
    List<SampleArray> all;
    if (data instanceof Map<?, ?> map) {
      Map<String, SampleArray> named = new LinkedHashMap<>();
      map.forEach((key, array) -> named.put((String) key, SampleArray.of(name, array)));
      rows = named;
      all = List.copyOf(named.values());
    } else if (data instanceof List<?> list && !list.isEmpty() && isArray(list.get(0))) {
      all = list.stream().map(array -> SampleArray.of(name, array)).toList();
      rows = all;
    } else {
      SampleArray one = SampleArray.of(name, data);
      rows = one;
      all = List.of(one);
    }
    int count = all.isEmpty() ? 0 : all.get(0).count();
    for (SampleArray array : all) {
      if (array.count() != count) {
        throw new IllegalArgumentException(
            "%s: all arrays need the same first axis. Received: %d and %d samples."
                .formatted(name, count, array.count()));
      }
    }
    return new Rows(name, rows, count);
  }

  private static boolean isArray(Object element) {
    return element instanceof NdArray || element.getClass().isArray();
  }

  String name() {
    return name;
  }

  int count() {
    return count;
  }

  /** Returns all arrays, in order. */
  List<SampleArray> arrays() {
    if (data instanceof SampleArray one) {
      return List.of(one);
    }
    List<?> all = data instanceof Map<?, ?> map ? List.copyOf(map.values()) : (List<?>) data;
    return all.stream().map(SampleArray.class::cast).toList();
  }

  /** Returns all samples as the data came: an array, a list or a map of arrays. */
  Object all() {
    if (data instanceof SampleArray one) {
      return one.toNdArray();
    }
    if (data instanceof Map<?, ?> map) {
      Map<String, Object> all = new LinkedHashMap<>();
      map.forEach((key, array) -> all.put((String) key, ((SampleArray) array).toNdArray()));
      return all;
    }
    return arrays().stream().<NdArray<?>>map(SampleArray::toNdArray).toList();
  }

  /** Returns samples as the data came: an array, a list or a map of arrays. */
  Object take(int[] indices) {
    if (data instanceof SampleArray one) {
      return one.take(indices, 0, indices.length);
    }
    if (data instanceof Map<?, ?> map) {
      Map<String, Object> taken = new LinkedHashMap<>();
      map.forEach(
          (key, array) ->
              taken.put((String) key, ((SampleArray) array).take(indices, 0, indices.length)));
      return taken;
    }
    return arrays().stream().<NdArray<?>>map(a -> a.take(indices, 0, indices.length)).toList();
  }
}
