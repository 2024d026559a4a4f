package keras.tuner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keras.config.NumpyRandom;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Random combinations of values, drawn as scikit-learn draws them: where all parameters are lists,
 * different combinations of their grid; where one is a {@link Distribution}, each value by itself.
 *
 * <pre>{@code
 * ParameterSampler.of(Map.of("lr", Distribution.loguniform(1e-4, 1e-1)), 10).candidates(new NumpyRandom(42));
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 */
public final class ParameterSampler {
  private final List<Map<String, Object>> distributions;
  private final int nIter;

  private ParameterSampler(List<Map<String, Object>> distributions, int nIter) {
    this.distributions = distributions;
    this.nIter = nIter;
  }

  /** Makes a sampler of {@code nIter} combinations of lists and distributions by name. */
  public static ParameterSampler of(Map<String, ?> distributions, int nIter) {
    return of(List.of(distributions), nIter);
  }

  /**
   * Makes a sampler of {@code nIter} combinations; for each, one of the maps is chosen first.
   *
   * @throws IllegalArgumentException for values that are neither lists nor distributions, an empty
   *     list, or nIter below 1
   */
  public static ParameterSampler of(Collection<? extends Map<String, ?>> maps, int nIter) {
    if (nIter < 1) {
      throw new IllegalArgumentException(
          "ParameterSampler: nIter must be positive. Received: nIter=%d.".formatted(nIter));
    }
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("ParameterSampler: expected at least one map of values.");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, ?> map : maps) {
      map.forEach(ParameterSampler::check);
      all.add(new TreeMap<>(map));
    }
    return new ParameterSampler(all, nIter);
  }

  private static void check(String name, Object values) {
    boolean empty = values instanceof List<?> list && list.isEmpty();
    if (empty || !(values instanceof List || values instanceof Distribution)) {
      throw new IllegalArgumentException(
          "ParameterSampler: parameter '%s' needs a list of at least one value or a Distribution. Received: %s."
              .formatted(name, values));
    }
  }

  /** Draws the combinations. */
  public List<Params> candidates(NumpyRandom random) {
    List<Map<String, List<?>>> lists = new ArrayList<>();
    for (Map<String, Object> map : distributions) {
      Map<String, List<?>> ofLists = new LinkedHashMap<>();
      map.forEach(
          (name, values) -> {
            if (values instanceof List<?> list) {
              ofLists.put(name, list);
            }
          });
      if (ofLists.size() == map.size()) {
        lists.add(ofLists);
      }
    }
    return lists.size() == distributions.size()
        ? ofGrid(ParameterGrid.of(lists), random)
        : ofDistributions(random);
  }

  private List<Params> ofDistributions(NumpyRandom random) {
    List<Params> drawn = new ArrayList<>();
    for (int i = 0; i < nIter; i++) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      distributions
          .get(random.randint(0, distributions.size()))
          .forEach(
              (name, from) ->
                  values.put(
                      name,
                      from instanceof Distribution d
                          ? d.rvs(random)
                          : ((List<?>) from).get(random.randint(0, ((List<?>) from).size()))));
      drawn.add(new Params(values));
    }
    return drawn;
  }

  private List<Params> ofGrid(ParameterGrid grid, NumpyRandom random) {
    int size = grid.size();
    int count = nIter;
    if (size < nIter) {
      Console.printLine(
          "The total space of parameters %d is smaller than n_iter=%d. Running %d iterations. For exhaustive searches, use GridSearch."
              .formatted(size, nIter, size));
      count = size;
    }
    List<Params> drawn = new ArrayList<>();
    for (int index : withoutReplacement(size, count, random)) {
      drawn.add(grid.get(index));
    }
    return drawn;
  }

  /** Draws different numbers in [0, population), as {@code sample_without_replacement} does. */
  static int[] withoutReplacement(int population, int count, NumpyRandom random) {
    double ratio = population == 0 ? 1 : (double) count / population;
    int[] drawn = new int[count];
    if (ratio > 0.01 && ratio < 0.99) {
      System.arraycopy(random.permutation(population), 0, drawn, 0, count);
    } else if (ratio < 0.2) {
      Set<Integer> taken = new HashSet<>();
      for (int i = 0; i < count; i++) {
        do {
          drawn[i] = random.randint(0, population);
        } while (!taken.add(drawn[i]));
      }
    } else {
      for (int i = 0; i < population; i++) {
        int place = i < count ? i : random.randint(0, i + 1);
        if (place < count) {
          drawn[place] = i;
        }
      }
    }
    return drawn;
  }
}
