package keras.tuner;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import keras.tuner.Evaluated.Classes;

/**
 * Scores of classes.
 *
 * <p>scikit-learn: sklearn/metrics/_classification.py, _ranking.py
 */
final class ClassScores {
  private final List<?> all;
  private final double[] right;
  private final double[] actual;
  private final double[] predicted;
  private final double count;

  private ClassScores(Classes classes, Evaluated e) {
    all = classes.all();
    int n = all.size();
    right = new double[n];
    actual = new double[n];
    predicted = new double[n];
    double sum = 0;
    for (int i = 0; i < classes.actual().length; i++) {
      int a = classes.actual()[i];
      int p = classes.predicted()[i];
      double weight = e.weight(i);
      sum += weight;
      actual[a] += weight;
      predicted[p] += weight;
      right[a] += a == p ? weight : 0;
    }
    count = sum;
  }

  static ClassScores of(Evaluated e) {
    return new ClassScores(e.classes("score"), e);
  }

  /** The share of samples that are right; of several labels a sample, all must be. */
  static double accuracy(Evaluated e) {
    Labels labels = e.model().labels();
    double[] right;
    if (labels == null || labels.type().isOfClasses()) {
      Classes c = e.classes("accuracy");
      right = new double[c.actual().length];
      Arrays.setAll(right, i -> c.actual()[i] == c.predicted()[i] ? 1 : 0);
    } else {
      double[][] y = e.targets();
      double[][] p = e.predicted();
      right = new double[y.length];
      Arrays.setAll(right, i -> Arrays.equals(y[i], p[i]) ? 1 : 0);
    }
    return Aggregates.mean(right, e.weights());
  }

  /** The mean recall of the classes that there are. */
  double balancedAccuracy() {
    return IntStream.range(0, all.size())
        .filter(c -> actual[c] > 0)
        .mapToDouble(c -> right[c] / actual[c])
        .average()
        .orElse(Double.NaN);
  }

  double precision(String average) {
    return averaged("precision", average, predicted, 0);
  }

  double recall(String average) {
    return averaged("recall", average, actual, 0);
  }

  double f1(String average) {
    double[] sums = new double[all.size()];
    Arrays.setAll(sums, c -> actual[c] + predicted[c]);
    return averaged("f1", average, sums, 1);
  }

  /** Averages {@code right / of}, or its double. */
  private double averaged(String score, String average, double[] of, int doubled) {
    double[] each = new double[all.size()];
    Arrays.setAll(each, c -> ratio((1 + doubled) * right[c], of[c]));
    return switch (average) {
      case "" -> each[positive(score)];
      case "_micro" -> ratio((1 + doubled) * Arrays.stream(right).sum(), Arrays.stream(of).sum());
      case "_weighted" ->
          IntStream.range(0, each.length).mapToDouble(c -> each[c] * actual[c]).sum() / count;
      default -> Aggregates.mean(each);
    };
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private int positive(String score) {
    int one =
        IntStream.range(0, all.size())
            .filter(c -> all.get(c) instanceof Number n && n.doubleValue() == 1)
            .findFirst()
            .orElse(-1);
    if (one < 0 || all.size() > 2) {
      throw new IllegalArgumentException(
          "%s: expected two classes, one of them 1. Received: %s. Use %s_macro, %s_micro or %s_weighted."
              .formatted(score, all, score, score, score));
    }
    return one;
  }

  double matthews() {
    double together = Arrays.stream(right).sum() * count;
    double pairs = 0;
    double actuals = 0;
    double predictions = 0;
    for (int c = 0; c < actual.length; c++) {
      pairs += actual[c] * predicted[c];
      actuals += actual[c] * actual[c];
      predictions += predicted[c] * predicted[c];
    }
    double product = (count * count - actuals) * (count * count - predictions);
    return product == 0 ? 0 : (together - pairs) / Math.sqrt(product);
  }

  /** The mean of the negative logarithms of what the true classes were given. */
  static double logLoss(Evaluated e) {
    double[][] p = e.model().probabilities(e.outputs());
    int[] places = places(e, "neg_log_loss");
    double epsilon = Math.ulp(1f); // of what the model gives, float32
    double[] losses = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      double sum = Arrays.stream(p[i]).map(v -> clipped(v, epsilon)).sum();
      losses[i] = -Math.log(clipped(p[i][places[i]], epsilon) / sum);
    }
    return Aggregates.mean(losses, e.weights());
  }

  private static double clipped(double value, double epsilon) {
    return Math.max(epsilon, Math.min(1 - epsilon, value));
  }

  private static int[] places(Evaluated e, String score) {
    Labels trained = e.model().labels();
    Classes classes = e.classes(score);
    return Arrays.stream(classes.actual())
        .map(
            c -> {
              int place = trained == null ? -1 : trained.classes().indexOf(classes.all().get(c));
              if (place < 0) {
                throw new IllegalArgumentException(
                    "%s: the model was trained without the class %s."
                        .formatted(score, classes.all().get(c)));
              }
              return place;
            })
        .toArray();
  }

  /** The area under the curve of true and false positives, of two classes. */
  static double rocAuc(Evaluated e) {
    double[][] p = e.model().probabilities(e.outputs());
    int[] places = places(e, "roc_auc");
    int positives = Arrays.stream(places).sum();
    int negatives = places.length - positives;
    if (p.length == 0 || p[0].length != 2 || positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "roc_auc: expected two classes, and samples of both. Received: %d classes, %d samples of the second and %d others."
              .formatted(p.length == 0 ? 0 : p[0].length, positives, negatives));
    }
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i][1]))
            .mapToInt(i -> i)
            .toArray();
    double below = 0; // weight of the negatives so far
    double pairs = 0;
    for (int i = 0; i < order.length; ) {
      double positive = 0;
      double negative = 0;
      int end = i;
      for (; end < order.length && p[order[end]][1] == p[order[i]][1]; end++) {
        positive += places[order[end]] * e.weight(order[end]);
        negative += (1 - places[order[end]]) * e.weight(order[end]);
      }
      pairs += positive * (below + negative / 2);
      below += negative;
      i = end;
    }
    double all = IntStream.range(0, places.length).mapToDouble(i -> places[i] * e.weight(i)).sum();
    return pairs / (all * below);
  }
}
