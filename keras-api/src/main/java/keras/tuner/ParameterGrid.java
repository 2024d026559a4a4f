package keras.tuner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All combinations of lists of values, in scikit-learn's order: names by the alphabet, the last one
 * changing fastest, one grid after the other.
 *
 * <pre>{@code
 * var grid = ParameterGrid.of(Map.of("a", List.of(1, 2), "b", List.of("x", "y")));
 * grid.get(1); // {a=1, b=y}
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 */
public final class ParameterGrid {
  private final List<TreeMap<String, List<?>>> grids = new ArrayList<>();

  private ParameterGrid() {}

  /** Makes the combinations of one grid. */
  public static ParameterGrid of(Map<String, ? extends List<?>> grid) {
    return of(List.of(grid));
  }

  /**
   * Makes the combinations of several grids, each with names of its own.
   *
   * @throws IllegalArgumentException where a list of values is empty
   */
  public static ParameterGrid of(Collection<? extends Map<String, ? extends List<?>>> grids) {
    ParameterGrid made = new ParameterGrid();
    for (Map<String, ? extends List<?>> grid : grids) {
      TreeMap<String, List<?>> sorted = new TreeMap<>();
      grid.forEach(
          (name, values) -> {
            if (values.isEmpty()) {
              throw new IllegalArgumentException(
                  "ParameterGrid: parameter '%s' needs a list of at least one value. Received: []."
                      .formatted(name));
            }
            sorted.put(name, new ArrayList<>(values));
          });
      made.grids.add(sorted);
    }
    return made;
  }

  /**
   * Returns how many combinations there are.
   *
   * @throws ArithmeticException for more than 2^31 - 1
   */
  public int size() {
    int size = 0;
    for (TreeMap<String, List<?>> grid : grids) {
      size = Math.addExact(size, size(grid));
    }
    return size;
  }

  private static int size(Map<String, List<?>> grid) {
    int product = 1;
    for (List<?> values : grid.values()) {
      product = Math.multiplyExact(product, values.size());
    }
    return product;
  }

  /**
   * Returns a combination. Its values are in the reverse order of the alphabet, as those of
   * scikit-learn's {@code ParameterGrid[index]}.
   *
   * @param index in [0, size)
   */
  public Params get(int index) {
    int left = index;
    for (TreeMap<String, List<?>> grid : grids) {
      int size = size(grid);
      if (left >= 0 && left < size) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, List<?>> e : grid.descendingMap().entrySet()) {
          values.put(e.getKey(), e.getValue().get(left % e.getValue().size()));
          left /= e.getValue().size();
        }
        return new Params(values);
      }
      left -= size;
    }
    throw new IndexOutOfBoundsException(
        "ParameterGrid: index %d of %d combinations.".formatted(index, size()));
  }

  /** Returns all combinations; their values are in the order of the alphabet. */
  public List<Params> candidates() {
    List<Params> all = new ArrayList<>();
    int size = size();
    for (int i = 0; i < size; i++) {
      all.add(new Params(new TreeMap<>(get(i).values())));
    }
    return all;
  }
}
