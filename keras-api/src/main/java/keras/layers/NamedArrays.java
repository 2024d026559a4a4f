package keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import keras.engine.Structure;
import org.tensorflow.ndarray.NdArray;

/**
 * Arrays by name, in maps of maps: each has a path, as {@code "bounding_boxes/boxes"}.
 *
 * @param paths one for each array
 * @param arrays in the order of the paths
 */
record NamedArrays(List<String> paths, List<NdArray<?>> arrays) {
  private static final String SLASH = "/";

  static NamedArrays of(String who, Map<?, ?> x) {
    NamedArrays all = new NamedArrays(new ArrayList<>(), new ArrayList<>());
    all.take(who, "", x);
    return all;
  }

  private void take(String who, String before, Map<?, ?> x) {
    x.forEach(
        (key, value) -> {
          if (!(key instanceof String name) || name.contains(SLASH) || value == null) {
            throw new IllegalArgumentException(
                "%s: expected arrays by names without a slash. Received: '%s' of %s."
                    .formatted(who, key, value == null ? null : value.getClass().getSimpleName()));
          } else if (value instanceof Map<?, ?> map) {
            take(who, before + name + SLASH, map);
          } else {
            paths.add(before + name);
            arrays.add(SampleArray.of(who + ": " + before + name, value).toNdArray());
          }
        });
  }

  /** Returns values in maps of maps, by their paths. */
  static Map<String, Object> nested(List<String> paths, List<?> values) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      put(all, paths.get(i), values.get(i));
    }
    return all;
  }

  @SuppressWarnings("unchecked") // maps inside are made here
  private static void put(Map<String, Object> all, String path, Object value) {
    int slash = path.indexOf(SLASH);
    if (slash < 0) {
      all.put(path, value);
    } else {
      Object inner = all.computeIfAbsent(path.substring(0, slash), k -> new LinkedHashMap<>());
      put((Map<String, Object>) inner, path.substring(slash + 1), value);
    }
  }

  /** Returns the paths of what a structure of fields holds, in its flat order. */
  static List<String> paths(Structure<?> outputs) {
    List<String> all = new ArrayList<>();
    collect(outputs, "", all);
    return all;
  }

  private static void collect(Structure<?> outputs, String before, List<String> all) {
    if (outputs instanceof Structure.Fields<?> f) {
      new java.util.TreeMap<>(f.fields())
          .forEach((name, inner) -> collect(inner, before + name + SLASH, all));
    } else if (outputs instanceof Structure.One<?> && !before.isEmpty()) {
      all.add(before.substring(0, before.length() - 1));
    } else {
      throw new IllegalStateException("Expected outputs by name. Received: " + outputs + ".");
    }
  }

  /** Returns arrays by their paths. */
  static Structure<NdArray<?>> structure(List<String> paths, List<NdArray<?>> arrays) {
    return structure(nested(paths, arrays));
  }

  private static Structure<NdArray<?>> structure(Map<?, ?> nested) {
    Map<String, Structure<NdArray<?>>> fields = new LinkedHashMap<>();
    nested.forEach(
        (name, value) ->
            fields.put(
                (String) name,
                value instanceof Map<?, ?> inner
                    ? structure(inner)
                    : Structure.of((NdArray<?>) value)));
    return new Structure.Fields<>(fields);
  }
}
