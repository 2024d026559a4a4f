package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers for both ends of each spatial axis, in the forms that Keras and Java's callers give. */
final class Edges {
  private Edges() {}

  /**
   * Returns a pair for each spatial axis.
   *
   * @param json one number for all edges, one for each axis, or a pair for each
   */
  static int[][] of(SpatialLayer<?> layer, String key, @Nullable Object json) {
    int axes = layer.spatialAxes;
    int[][] edges = new int[axes][];
    List<?> given = json instanceof List<?> list ? list : List.of();
    for (int i = 0; i < axes; i++) {
      Object one =
          json instanceof Number || (axes == 1 && given.size() == 2)
              ? json
              : given.size() == axes ? given.get(i) : null;
      edges[i] = pair(one);
    }
    if (Arrays.stream(edges).anyMatch(pair -> pair.length != 2)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be an integer of at least 0, %s. Received: %s=%s."
              .formatted(
                  layer.getClass().getSimpleName(),
                  key,
                  axes == 1
                      ? "or two, for the beginning and the end"
                      : "or %d of them, or %d pairs of them".formatted(axes, axes),
                  key,
                  json));
    }
    return edges;
  }

  private static int[] pair(@Nullable Object json) {
    if (json instanceof List<?> list && list.size() == 2) {
      int[] first = pair(list.get(0));
      int[] second = pair(list.get(1));
      return first.length == 2 && second.length == 2 ? new int[] {first[0], second[0]} : first;
    }
    return json instanceof Number n && n.doubleValue() == n.intValue() && n.intValue() >= 0
        ? new int[] {n.intValue(), n.intValue()}
        : new int[0];
  }

  /** Returns what a constructor was given, as the config has it. */
  static Object given(int spatialAxes, int... numbers) {
    if (numbers.length == 1) {
      return numbers[0];
    } else if (spatialAxes == 1 || numbers.length != 2 * spatialAxes) {
      return Arrays.stream(numbers).boxed().toList();
    }
    List<List<Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      pairs.add(List.of(numbers[i], numbers[i + 1]));
    }
    return pairs;
  }

  /** Returns pairs as the config has them: alone where there is one spatial axis. */
  static Object config(int[][] edges) {
    List<List<Integer>> pairs = Arrays.stream(edges).map(e -> List.of(e[0], e[1])).toList();
    return pairs.size() == 1 ? pairs.get(0) : pairs;
  }
}
