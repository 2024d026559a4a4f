package keras.tuner;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import keras.config.NumpyRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tries some combinations of values that it draws, as scikit-learn's {@code RandomizedSearchCV}
 * does: the same seed draws the same combinations.
 *
 * <pre>{@code
 * var search =
 *     new RandomizedSearch(
 *             new KerasRegressor(p -> build(p)).randomState(42),
 *             Map.of(
 *                 "n_hidden", List.of(0, 1, 2, 3),
 *                 "n_neurons", Distribution.randint(1, 100),
 *                 "learning_rate", Distribution.reciprocal(3e-4, 3e-2)))
 *         .nIter(10)
 *         .cv(3)
 *         .randomState(42);
 * search.fit(x, y, f -> f.epochs(100));
 * }</pre>
 *
 * <p>scikit-learn: sklearn/model_selection/_search.py
 */
public final class RandomizedSearch extends Search<RandomizedSearch> {
  private final Collection<? extends Map<String, ?>> distributions;
  private int nIter = 10;
  private @Nullable RandomState randomState;

  /** Makes a search of lists and {@link Distribution}s by the names of parameters. */
  public RandomizedSearch(KerasEstimator estimator, Map<String, ?> distributions) {
    this(estimator, List.of(distributions));
  }

  /** Makes a search of several maps, of which one is drawn for each candidate. */
  public RandomizedSearch(
      KerasEstimator estimator, Collection<? extends Map<String, ?>> distributions) {
    super(estimator);
    ParameterSampler.of(distributions, 1); // refuses what cannot be drawn
    this.distributions = List.copyOf(distributions);
  }

  /** Sets how many combinations are tried; 10 unless set. */
  public RandomizedSearch nIter(int nIter) {
    ParameterSampler.of(distributions, nIter);
    this.nIter = nIter;
    return this;
  }

  /** Sets the seed of the draws, in [0, 2^32); unless set, each search draws others. */
  public RandomizedSearch randomState(long seed) {
    randomState = RandomState.of(seed);
    return this;
  }

  /** Draws by a generator that others may draw from, too. */
  public RandomizedSearch randomState(NumpyRandom random) {
    randomState = RandomState.of(random);
    return this;
  }

  @Override
  RandomizedSearch self() {
    return this;
  }

  @Override
  List<Params> candidates() {
    RandomState state = randomState;
    return ParameterSampler.of(distributions, nIter)
        .candidates(state == null ? RandomState.fresh() : state.generator());
  }
}
