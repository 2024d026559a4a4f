package keras.tuner;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import keras.data.SampleArray;
import org.jspecify.annotations.Nullable;

/** What a model says of samples, computed once, beside what is true of them. */
final class Evaluated {
  private final FittedModel model;
  private final Object x;
  private final Object y;
  private final double @Nullable [] weights;
  private double @Nullable [][] outputs;

  /**
   * Looks at a model.
   *
   * @param weights of the samples; null where all weigh the same
   */
  Evaluated(FittedModel model, Object x, Object y, double @Nullable [] weights) {
    this.model = model;
    this.x = x;
    this.y = y;
    this.weights = weights;
  }

  double @Nullable [] weights() {
    return weights;
  }

  /** Returns the weight of a sample. */
  double weight(int sample) {
    return weights == null ? 1 : weights[sample];
  }

  Object x() {
    return x;
  }

  FittedModel model() {
    return model;
  }

  /** Returns what the model gives: (sample, output). */
  double[][] outputs() {
    double[][] known = outputs;
    if (known == null) {
      known = model.outputs(x);
      outputs = known;
    }
    return known;
  }

  /** Returns the targets as numbers: (sample, target). */
  double[][] targets() {
    double[][] targets = matrix("y", y);
    if (targets.length != outputs().length) {
      throw new IllegalArgumentException(
          "score: x has %d samples, y has %d. Both need as many."
              .formatted(outputs().length, targets.length));
    }
    return targets;
  }

  /** Returns what the model predicts, as numbers: (sample, target); of a classifier the classes. */
  double[][] predicted() {
    Labels labels = model.labels();
    if (labels == null) {
      return outputs();
    }
    if (!labels.type().isOfClasses()) {
      return model.indicators(outputs());
    }
    List<?> classes = labels.classes();
    return Arrays.stream(model.codes(outputs()))
        .mapToObj(c -> new double[] {number(classes.get(c))})
        .toArray(double[][]::new);
  }

  private static double number(Object label) {
    if (label instanceof Number n) {
      return n.doubleValue();
    }
    throw new IllegalArgumentException(
        "score: a score of numbers needs targets that are numbers. Received: the class '%s'."
            .formatted(label));
  }

  /** The true and the predicted classes, as places in the sorted list of both. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Classes(List<?> all, int[] actual, int[] predicted) {}

  Classes classes(String score) {
    Labels trained = model.labels();
    if (trained == null || !trained.type().isOfClasses()) {
      throw new IllegalArgumentException(
          "%s: expected a KerasClassifier and one class a sample. Received: targets that are %s."
              .formatted(score, trained == null ? "numbers" : trained.type().text()));
    }
    Labels actual = Labels.of("y", y);
    int[] predicted = model.codes(outputs());
    TreeSet<Object> sorted = new TreeSet<>(Labels.ORDER);
    sorted.addAll(actual.classes());
    for (int code : predicted) {
      sorted.add(trained.classes().get(code));
    }
    Object[] all = sorted.toArray();
    return new Classes(
        List.of(all),
        places(actual.codes(), actual.classes(), all),
        places(predicted, trained.classes(), all));
  }

  private static int[] places(int[] codes, List<?> classes, Object[] all) {
    return Arrays.stream(codes)
        .map(c -> Arrays.binarySearch(all, classes.get(c), Labels.ORDER))
        .toArray();
  }

  /** Returns numbers as (sample, number). */
  static double[][] matrix(String name, Object data) {
    SampleArray rows = SampleArray.of(name, data);
    int width = rows.sampleSize();
    double[] flat = new double[rows.count() * width];
    rows.cast("float64").copy(0, rows.count(), flat);
    double[][] matrix = new double[rows.count()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return matrix;
  }
}
