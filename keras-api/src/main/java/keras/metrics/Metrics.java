package keras.metrics;

import java.util.Locale;
import keras.config.KerasNames;
import org.tensorflow.ndarray.Shape;

/** Every metric by its ids. */
final class Metrics {
  private Metrics() {}

  static Metric get(String id, Shape yTrue, Shape yPred) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (lower.equals("accuracy") || lower.equals("acc")) {
      return accuracy(yTrue, yPred).name(id);
    }
    return KerasNames.make("metrics", id, Metric.class, "metric", "Or write it with Metric.of.")
        .renamed(id);
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
