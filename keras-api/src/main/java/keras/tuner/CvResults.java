package keras.tuner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of a search, scikit-learn's {@code cv_results_}: a row for each candidate, in the order
 * in which they were tried.
 *
 * <pre>{@code
 * search.cvResults().numbers("mean_test_score")
 * System.out.println(search.cvResults()); // the table, best candidates first
 * Files.writeString(path, search.cvResults().csv());
 * }</pre>
 *
 * <p>Columns, in order: {@code mean_fit_time}, {@code std_fit_time}, {@code mean_score_time},
 * {@code std_score_time} (seconds), {@code param_NAME} of each parameter (null where a candidate
 * lacks it), {@code params}, and for each score {@code split0_test_NAME} and so on, {@code
 * mean_test_NAME}, {@code std_test_NAME}, {@code rank_test_NAME}, then the same of {@code train}
 * but for ranks. The name of the only score is {@code score}.
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 */
public final class CvResults {
  private final Map<String, List<?>> columns = new LinkedHashMap<>();
  private final List<Params> params;

  /**
   * Makes the table.
   *
   * @param outcomes (candidate, split)
   */
  CvResults(List<Params> params, Outcome[][] outcomes) {
    this.params = List.copyOf(params);
    store("fit_time", numbers(outcomes, Outcome::fitTime), false, false);
    store("score_time", numbers(outcomes, Outcome::scoreTime), false, false);
    Set<String> names = new LinkedHashSet<>();
    params.forEach(p -> names.addAll(p.map().keySet()));
    for (String name : names) {
      List<@Nullable Object> column = new ArrayList<>();
      params.forEach(p -> column.add(p.map().get(name)));
      columns.put("param_" + name, Collections.unmodifiableList(column));
    }
    columns.put("params", this.params);
    Outcome first = outcomes[0][0];
    for (String name : first.test().keySet()) {
      store("test_" + name, numbers(outcomes, o -> o.test().get(name)), true, true);
      if (!first.train().isEmpty()) {
        store("train_" + name, numbers(outcomes, o -> o.train().get(name)), true, false);
      }
    }
  }

  private interface Part {
    @Nullable Double of(Outcome outcome);
  }

  private static double[][] numbers(Outcome[][] outcomes, Part number) {
    return Arrays.stream(outcomes)
        .map(
            row ->
                Arrays.stream(row)
                    .mapToDouble(
                        o -> {
                          Double value = number.of(o);
                          return value == null ? Double.NaN : value;
                        })
                    .toArray())
        .toArray(double[][]::new);
  }

  private void store(String name, double[][] values, boolean splits, boolean rank) {
    for (int s = 0; splits && s < values[0].length; s++) {
      int split = s;
      columns.put(
          "split%d_%s".formatted(s, name),
          list(Arrays.stream(values).mapToDouble(row -> row[split]).toArray()));
    }
    double[] means = Arrays.stream(values).mapToDouble(Aggregates::mean).toArray();
    columns.put("mean_" + name, list(means));
    columns.put("std_" + name, list(Arrays.stream(values).mapToDouble(Aggregates::std).toArray()));
    if (rank) {
      columns.put("rank_" + name, Arrays.stream(Aggregates.ranks(means)).boxed().toList());
    }
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Returns the columns by their names, in scikit-learn's order. */
  public Map<String, List<?>> columns() {
    return Collections.unmodifiableMap(columns);
  }

  /** Returns the candidates. */
  public List<Params> params() {
    return params;
  }

  /**
   * Returns a column.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public List<?> get(String column) {
    List<?> found = columns.get(column);
    if (found == null) {
      throw new IllegalArgumentException(
          "cvResults: no column '%s'. Columns: %s.".formatted(column, columns.keySet()));
    }
    return found;
  }

  /** Returns a column of numbers. */
  public double[] numbers(String column) {
    return get(column).stream()
        .mapToDouble(
            value -> {
              if (value instanceof Number n) {
                return n.doubleValue();
              }
              throw new IllegalArgumentException(
                  "cvResults: column '%s' holds more than numbers: %s.".formatted(column, value));
            })
        .toArray();
  }

  /** Returns the table as comma-separated values, as {@code pandas.read_csv} reads them. */
  public String csv() {
    StringBuilder text = new StringBuilder(String.join(",", columns.keySet())).append('\n');
    for (int row = 0; row < params.size(); row++) {
      List<String> cells = new ArrayList<>();
      for (List<?> column : columns.values()) {
        Object value = column.get(row);
        String cell = value == null ? "" : value.toString();
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        cells.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
      }
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  /** Returns a table of ranks, scores and parameters, the best candidates first. */
  @Override
  public String toString() {
    String score =
        columns.keySet().stream()
            .filter(c -> c.startsWith("rank_test_"))
            .findFirst()
            .orElseThrow()
            .substring("rank_".length());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < params.size(); i++) {
      order.add(i);
    }
    double[] ranks = numbers("rank_" + score);
    double[] means = numbers("mean_" + score);
    double[] stds = numbers("std_" + score);
    order.sort((a, b) -> Double.compare(ranks[a], ranks[b]));
    StringBuilder text = new StringBuilder("rank  mean_%s  std  params".formatted(score));
    for (int i : order) {
      text.append(
          "%n%4d  %.4f  %.4f  %s".formatted((int) ranks[i], means[i], stds[i], params.get(i)));
    }
    return text.toString();
  }
}
