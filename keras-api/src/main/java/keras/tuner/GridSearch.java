package keras.tuner;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Tries all combinations of lists of values, as scikit-learn's {@code GridSearchCV} does.
 *
 * <pre>{@code
 * var search =
 *     new GridSearch(
 *             new KerasRegressor(p -> build(p.integer("n_hidden"), p.number("learning_rate")))
 *                 .randomState(42),
 *             Map.of("n_hidden", List.of(1, 2), "learning_rate", List.of(1e-3, 1e-2)))
 *         .cv(3);
 * search.fit(x, y, f -> f.epochs(20));
 * search.bestParams();
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 */
public final class GridSearch extends Search<GridSearch> {
  private final ParameterGrid grid;

  /** Makes a search of one grid: lists of values by the names of parameters. */
  public GridSearch(KerasEstimator estimator, Map<String, ? extends List<?>> grid) {
    super(estimator);
    this.grid = ParameterGrid.of(grid);
  }

  /** Makes a search of several grids, one after the other. */
  public GridSearch(
      KerasEstimator estimator, Collection<? extends Map<String, ? extends List<?>>> grids) {
    super(estimator);
    this.grid = ParameterGrid.of(grids);
  }

  @Override
  GridSearch self() {
    return this;
  }

  @Override
  List<Params> candidates() {
    return grid.candidates();
  }
}
