package keras.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import keras.config.Names;
import keras.config.Suggestions;
import org.tensorflow.ndarray.Shape;

/** Every metric by its ids. */
final class Metrics {
  private static final Map<String, Supplier<Metric>> ALL = new LinkedHashMap<>();

  /** What Keras knows and this library does not yet. */
  private static final List<String> NOT_YET =
      List.of(
          ("Sum RootMeanSquaredError MeanAbsolutePercentageError MeanSquaredLogarithmicError"
                  + " CosineSimilarity LogCoshError R2Score PrecisionAtRecall RecallAtPrecision"
                  + " SensitivityAtSpecificity SpecificityAtSensitivity"
                  + " ConcordanceCorrelation PearsonCorrelation Hinge SquaredHinge"
                  + " CategoricalHinge KLDivergence Poisson IoU BinaryIoU"
                  + " MeanIoU OneHotIoU OneHotMeanIoU mape MAPE msle MSLE")
              .split(" "));

  static {
    add(Accuracy::new);
    add(BinaryAccuracy::new);
    add(CategoricalAccuracy::new);
    add(SparseCategoricalAccuracy::new);
    add(TopKCategoricalAccuracy::new);
    add(SparseTopKCategoricalAccuracy::new);
    add(BinaryCrossentropy::new, "bce", "BCE");
    add(CategoricalCrossentropy::new);
    add(SparseCategoricalCrossentropy::new);
    add(MeanSquaredError::new, "mse", "MSE");
    add(MeanAbsoluteError::new, "mae", "MAE");
    add(Mean::new);
    add(AUC::new);
    add(Precision::new);
    add(Recall::new);
    add(TruePositives::new);
    add(FalsePositives::new);
    add(TrueNegatives::new);
    add(FalseNegatives::new);
    add(F1Score::new);
    add(FBetaScore::new);
  }

  private Metrics() {}

  private static void add(Supplier<Metric> make, String... aliases) {
    String name = make.get().getClass().getSimpleName();
    ALL.put(Names.snake(name), make);
    ALL.put(name, make);
    for (String alias : aliases) {
      ALL.put(alias, make);
    }
  }

  static Metric get(String id, Shape yTrue, Shape yPred) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (lower.equals("accuracy") || lower.equals("acc")) {
      return accuracy(yTrue, yPred).name(id);
    }
    Supplier<Metric> found = ALL.get(id);
    if (found != null) {
      return found.get().renamed(id);
    }
    if (NOT_YET.stream().anyMatch(c -> c.equals(id) || Names.snake(c).equals(id))) {
      throw new UnsupportedOperationException(
          "Metric '%s' is not supported yet. Supported: %s. Or write it with Metric.of."
              .formatted(id, String.join(", ", ALL.keySet())));
    }
    throw new IllegalArgumentException(
        "Unknown metric '%s'. %s".formatted(id, Suggestions.sentence(id, ALL.keySet())));
  }

  private static Metric accuracy(Shape yTrue, Shape yPred) {
    long classes = yPred.get(-1);
    if (classes == 1) {
      return new BinaryAccuracy();
    }
    boolean sparse =
        yTrue.numDimensions() < yPred.numDimensions() || (yTrue.get(-1) == 1 && classes > 1);
    return sparse ? new SparseCategoricalAccuracy() : new CategoricalAccuracy();
  }
}
