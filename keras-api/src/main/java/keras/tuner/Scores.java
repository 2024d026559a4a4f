package keras.tuner;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The scorers that have names. */
final class Scores {
  private static final Map<String, Scorer> ALL = new TreeMap<>();

  static {
    add("r2", e -> RegressionScores.of(e).r2());
    add("explained_variance", e -> RegressionScores.of(e).explainedVariance());
    add("neg_mean_squared_error", e -> -RegressionScores.of(e).mse());
    add("neg_root_mean_squared_error", e -> -RegressionScores.of(e).rmse());
    add("neg_mean_absolute_error", e -> -RegressionScores.of(e).mae());
    add("neg_median_absolute_error", e -> -RegressionScores.of(e).median());
    add("neg_max_error", e -> -RegressionScores.of(e).max());
    add("neg_mean_absolute_percentage_error", e -> -RegressionScores.of(e).mape());
    add("neg_mean_squared_log_error", e -> -RegressionScores.of(e).msle());
    add("accuracy", ClassScores::accuracy);
    add("balanced_accuracy", e -> ClassScores.of(e).balancedAccuracy());
    add("matthews_corrcoef", e -> ClassScores.of(e).matthews());
    add("neg_log_loss", e -> -ClassScores.logLoss(e));
    add("roc_auc", ClassScores::rocAuc);
    for (String average : new String[] {"", "_macro", "_micro", "_weighted"}) {
      add("precision" + average, e -> ClassScores.of(e).precision(average));
      add("recall" + average, e -> ClassScores.of(e).recall(average));
      add("f1" + average, e -> ClassScores.of(e).f1(average));
    }
  }

  private Scores() {}

  /** A scorer of what a model says of samples, which several scorers share. */
  record Metric(String name, ToDoubleFunction<Evaluated> of) implements Scorer {
    @Override
    public double score(FittedModel model, Object x, Object y) {
      return of.applyAsDouble(new Evaluated(model, x, y, null));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void add(String name, ToDoubleFunction<Evaluated> of) {
    ALL.put(name, new Metric(name, of));
  }

  static Scorer named(String name) {
    Scorer found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "scoring: no score '%s'. Scores: %s.".formatted(name, ALL.keySet()));
    }
    return found;
  }
}
