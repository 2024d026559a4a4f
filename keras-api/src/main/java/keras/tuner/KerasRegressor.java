package keras.tuner;

import java.util.function.Function;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/**
 * Models whose outputs are numbers: their score is R², the share of the variance that is explained.
 *
 * <pre>{@code
 * var search = new GridSearch(new KerasRegressor(p -> build(p)).randomState(42), grid);
 * }</pre>
 *
 * <p>SciKeras: scikeras/wrappers.py
 */
public final class KerasRegressor extends KerasEstimator {

  /**
   * Makes an estimator.
   *
   * @param build makes a compiled model of the parameters, a new one each time
   */
  public KerasRegressor(Function<Params, ? extends Model> build) {
    super(build);
  }

  /**
   * Sets the seed that each model is built and trained from, in [0, 2^32), as if {@code
   * Keras.setRandomSeed} stood before it. Unless set, models take the random numbers that the
   * program is at.
   */
  public KerasRegressor randomState(long seed) {
    seed(seed);
    return this;
  }

  @Override
  @Nullable Labels labels(Object y) {
    return null;
  }

  @Override
  Object encoded(Model model, Object y, @Nullable Labels labels) {
    return y;
  }

  @Override
  Scorer scorer() {
    return Scores.named("r2");
  }

  @Override
  boolean isClassifier() {
    return false;
  }
}
