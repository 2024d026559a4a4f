package keras.tuner;

import java.util.function.ToDoubleBiFunction;

/**
 * What a search makes as large as it can, with the meaning of scikit-learn's scorers.
 *
 * <pre>{@code
 * new GridSearch(regressor, grid).scoring("neg_mean_squared_error");
 * new GridSearch(regressor, grid).scoring((model, x, y) -> -model.model().evaluate(x, y).loss());
 * }</pre>
 *
 * <p>scikit-learn: sklearn/metrics/_scorer.py
 */
@FunctionalInterface
public interface Scorer {

  /**
   * Returns the score of a trained model on samples.
   *
   * @param x the samples
   * @param y their targets, as the search was given them
   */
  double score(FittedModel model, Object x, Object y);

  /**
   * Returns the scorer of a name: {@code "accuracy"}, {@code "r2"}, {@code
   * "neg_mean_squared_error"}.
   *
   * @throws IllegalArgumentException for a name that is not here, with those that are
   */
  static Scorer of(String name) {
    return Scores.named(name);
  }

  /**
   * Makes a scorer of a function of targets and outputs: scikit-learn's {@code make_scorer}.
   *
   * @param metric of (sample, target) and (sample, output)
   * @param greaterIsBetter whether its value is the score, or its negative is
   */
  static Scorer of(ToDoubleBiFunction<double[][], double[][]> metric, boolean greaterIsBetter) {
    return new Scores.Metric(
        "a function",
        e -> {
          double value = metric.applyAsDouble(e.targets(), e.predicted());
          return greaterIsBetter ? value : -value;
        });
  }
}
