package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The {@code build_config} of a layer: for which call it was built, {@code {"input_shape": ...}}
 * for one argument, which may be a list or a map of shapes, and {@code {"shapes_dict": {"a_shape":
 * ...}}} for several.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code get_build_config} and {@code
 * build_from_config}.
 */
public final class BuildShapes {
  private static final String ONE = "input_shape";
  private static final String SEVERAL = "shapes_dict";
  private static final String SUFFIX = "_shape";

  private BuildShapes() {}

  /** Returns the config of the call that a layer was built for. */
  public static Map<String, @Nullable Object> config(Arguments<Shape> built) {
    Arguments<Object> sizes = built.map(Object.class, Shapes::toConfig);
    List<String> names =
        built.names().stream().filter(name -> !built.tensors(name).isEmpty()).toList();
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (names.size() == 1) {
      config.put(ONE, sizes.value(names.get(0)));
    } else {
      Map<String, @Nullable Object> several = new LinkedHashMap<>();
      names.forEach(name -> several.put(name + SUFFIX, sizes.value(name)));
      config.put(SEVERAL, several);
    }
    return config;
  }

  /** Returns the shapes of the call's arguments, or null where the config does not tell them. */
  public static @Nullable Arguments<Shape> of(Applicable layer, Map<?, ?> config) {
    Arguments<Shape> none = Arguments.none(Shape.class);
    Object one = shapes(config.get(ONE));
    if (one != null) {
      String first = layer.callArguments().isEmpty() ? "inputs" : layer.callArguments().get(0);
      return none.then(first, one);
    }
    if (!(config.get(SEVERAL) instanceof Map<?, ?> several) || several.isEmpty()) {
      return null;
    }
    Arguments<Shape> call = none;
    for (Map.Entry<?, ?> entry : several.entrySet()) {
      String name = String.valueOf(entry.getKey());
      Object shapes = shapes(entry.getValue());
      if (shapes == null) {
        return null;
      }
      call =
          call.then(
              name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
              shapes);
    }
    return call;
  }

  /** Returns a shape, or a list or a map of shapes; null for anything else. */
  private static @Nullable Object shapes(@Nullable Object json) {
    if (json instanceof List<?> list) {
      if (list.stream().allMatch(n -> n == null || n instanceof Number)) {
        return Shapes.fromConfig(list);
      }
      List<Object> all = new ArrayList<>();
      for (Object item : list) {
        Object shape = shapes(item);
        if (shape == null) {
          return null;
        }
        all.add(shape);
      }
      return all;
    } else if (json instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, Object> all = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object shape = shapes(entry.getValue());
        if (shape == null) {
          return null;
        }
        all.put(String.valueOf(entry.getKey()), shape);
      }
      return all;
    }
    return null;
  }
}
