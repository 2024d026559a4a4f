package keras.tuner;

import java.util.Arrays;
import java.util.List;
import keras.callbacks.History;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * A model that a search trained, and how its outputs are read: as numbers, or as classes.
 *
 * <pre>{@code
 * FittedModel best = search.bestEstimator();
 * best.predict(xNew); // labels of a classifier, numbers of a regressor
 * best.model().save("best.keras");
 * }</pre>
 */
public final class FittedModel implements AutoCloseable {
  private final Model model;
  private final History history;
  private final @Nullable Labels labels;
  private final boolean oneHot;
  private final Scorer scorer;

  FittedModel(
      Model model, History history, @Nullable Labels labels, boolean oneHot, Scorer scorer) {
    this.model = model;
    this.history = history;
    this.labels = labels;
    this.oneHot = oneHot;
    this.scorer = scorer;
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns what its training reported. */
  public History history() {
    return history;
  }

  /** Returns a classifier's classes, sorted: Long, Double or String; empty for others. */
  public List<?> classes() {
    return labels == null ? List.of() : labels.classes();
  }

  /**
   * Returns what the model says of samples: of a classifier the label of each (int64, float64 or
   * string), or a row of zeros and ones where it was trained on such; of a regressor its numbers,
   * float64, (sample, output).
   */
  public NdArray<?> predict(Object x) {
    double[][] outputs = outputs(x);
    if (labels == null || !labels.type().isOfClasses()) {
      return NdArrays.wrap(
          Shape.of(outputs.length, outputs.length == 0 ? 0 : outputs[0].length),
          DataBuffers.of(
              Arrays.stream(labels == null ? outputs : indicators(outputs))
                  .flatMapToDouble(Arrays::stream)
                  .toArray()));
    }
    List<?> classes = labels.classes();
    Object[] predicted = Arrays.stream(codes(outputs)).<Object>mapToObj(classes::get).toArray();
    if (classes.get(0) instanceof Long) {
      return NdArrays.vectorOf(Arrays.stream(predicted).mapToLong(v -> (Long) v).toArray());
    }
    if (classes.get(0) instanceof Double) {
      return NdArrays.vectorOf(Arrays.stream(predicted).mapToDouble(v -> (Double) v).toArray());
    }
    return NdArrays.vectorOfObjects(
        Arrays.stream(predicted).map(String.class::cast).toArray(String[]::new));
  }

  /**
   * Returns the probabilities of a classifier's classes, (sample, class); of a model of one output
   * those of both classes.
   */
  public double[][] predictProba(Object x) {
    return probabilities(outputs(x));
  }

  /** Returns a classifier's accuracy, a regressor's share of variance explained (R²). */
  public double score(Object x, Object y) {
    return scorer.score(this, x, y);
  }

  @Nullable Labels labels() {
    return labels;
  }

  /** Returns the one output: (sample, number). */
  double[][] outputs(Object x) {
    List<NdArray<?>> outputs = model.predictAll(x);
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s: a search scores models of one output. Received: %d outputs."
              .formatted(model, outputs.size()));
    }
    return Evaluated.matrix("output", outputs.get(0));
  }

  double[][] probabilities(double[][] outputs) {
    if (labels == null) {
      throw new IllegalArgumentException(
          model + ": probabilities are those of a KerasClassifier. Received: a KerasRegressor.");
    }
    return labels.type().isOfClasses() && outputs.length > 0 && outputs[0].length == 1
        ? Arrays.stream(outputs).map(p -> new double[] {1 - p[0], p[0]}).toArray(double[][]::new)
        : outputs;
  }

  /** Returns the place of each sample's class. */
  int[] codes(double[][] outputs) {
    return Arrays.stream(probabilities(outputs))
        .mapToInt(
            p -> {
              int code = argmax(p);
              if (code >= classes().size()) {
                throw new IllegalStateException(
                    "%s: output %d has no class: the model was trained on the classes %s."
                        .formatted(model, code, classes()));
              }
              return code;
            })
        .toArray();
  }

  /** Returns zeros and ones: a one at the largest output, or wherever one rounds to it. */
  double[][] indicators(double[][] outputs) {
    return Arrays.stream(outputs)
        .map(
            p -> {
              double[] row = new double[p.length];
              int most = argmax(p);
              Arrays.setAll(row, i -> oneHot ? (i == most ? 1 : 0) : Math.rint(p[i]));
              return row;
            })
        .toArray(double[][]::new);
  }

  private static int argmax(double[] values) {
    int most = 0;
    for (int i = 1; i < values.length; i++) {
      most = values[i] > values[most] ? i : most;
    }
    return most;
  }

  /** Frees the model. */
  @Override
  public void close() {
    model.close();
  }
}
