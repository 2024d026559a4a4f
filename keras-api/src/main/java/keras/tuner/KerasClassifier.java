package keras.tuner;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/**
 * Models whose outputs are classes: their score is the accuracy. Folds hold each class in the same
 * share.
 *
 * <pre>{@code
 * var search = new RandomizedSearch(new KerasClassifier(p -> build(p)).randomState(42), draws);
 * }</pre>
 *
 * <p>Targets are one label a sample, numbers or texts, which the model sees as places among the
 * sorted labels (as rows of zeros and a one where its loss is {@code categorical_crossentropy}); or
 * rows of zeros and ones. A model of one output says how probable the second class is.
 *
 * <p>SciKeras: scikeras/wrappers.py, scikeras/utils/transformers.py
 */
public final class KerasClassifier extends KerasEstimator {

  /**
   * Makes an estimator.
   *
   * @param build makes a compiled model of the parameters, a new one each time
   */
  public KerasClassifier(Function<Params, ? extends Model> build) {
    super(build);
  }

  /**
   * Sets the seed that each model is built and trained from, in [0, 2^32), as if {@code
   * Keras.setRandomSeed} stood before it. Unless set, models take the random numbers that the
   * program is at.
   */
  public KerasClassifier randomState(long seed) {
    seed(seed);
    return this;
  }

  @Override
  Labels labels(Object y) {
    Labels labels = Labels.of("KerasClassifier: y", y);
    if (!labels.type().isOfClasses() && labels.type() != TargetType.MULTILABEL_INDICATOR) {
      throw new IllegalArgumentException(
          "KerasClassifier: expected one label a sample, or rows of zeros and ones. Received: targets that are %s."
              .formatted(labels.type().text()));
    }
    return labels;
  }

  @Override
  Object encoded(Model model, Object y, @Nullable Labels labels) {
    if (labels == null || !labels.type().isOfClasses()) {
      return y;
    }
    int kinds = labels.classes().size();
    if (isCategorical(model)) {
      float[][] rows = new float[labels.codes().length][kinds];
      for (int i = 0; i < rows.length; i++) {
        rows[i][labels.codes()[i]] = 1;
      }
      return rows;
    }
    boolean places =
        IntStream.range(0, kinds).allMatch(i -> labels.classes().get(i).equals((long) i));
    return places ? y : labels.codes();
  }

  private static boolean isCategorical(Model model) {
    Map<String, @Nullable Object> config = model.compileConfig();
    Object loss = config == null ? null : config.get("loss");
    Object name = loss instanceof Map<?, ?> object ? object.get("class_name") : loss;
    return "categorical_crossentropy".equals(name) || "CategoricalCrossentropy".equals(name);
  }

  @Override
  Scorer scorer() {
    return Scores.named("accuracy");
  }

  @Override
  boolean isClassifier() {
    return true;
  }
}
