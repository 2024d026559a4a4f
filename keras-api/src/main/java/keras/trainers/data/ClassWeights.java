package keras.trainers.data;

import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import keras.engine.Shapes;

/**
 * Turns weights of classes into weights of samples.
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters/data_adapter_utils.py}.
 */
final class ClassWeights {
  private ClassWeights() {}

  static SampleArray rows(
      String caller,
      Map<Integer, Double> classWeight,
      List<SampleArray> y,
      List<SampleArray> sampleWeight) {
    if (!sampleWeight.isEmpty()) {
      throw new IllegalArgumentException(
          caller + ": give `classWeight` or `sampleWeight`, not both.");
    }
    if (y.size() != 1) {
      throw new IllegalArgumentException(
          "%s: `classWeight` is for models of one output. Received: %d arrays of targets."
              .formatted(caller, y.size()));
    }
    if (y.get(0).shape().numDimensions() > 2) {
      throw new IllegalArgumentException(
          "%s: `classWeight` needs one class a sample: targets of shape (samples), (samples, 1) or (samples, classes). Received: shape %s."
              .formatted(caller, Shapes.show(y.get(0).shape())));
    }
    SampleArray labels = y.get(0).cast("float32");
    int n = labels.count();
    int width = labels.sampleSize();
    float[] values = new float[n * width];
    labels.copy(0, n, values);
    float[] weights = new float[n];
    for (int i = 0; i < n; i++) {
      int label;
      if (width > 1) {
        label = 0;
        for (int k = 1; k < width; k++) {
          if (values[i * width + k] > values[i * width + label]) {
            label = k;
          }
        }
      } else {
        label = (int) Math.rint(values[i]);
      }
      weights[i] = classWeight.getOrDefault(label, 1.0).floatValue();
    }
    return SampleArray.of("classWeight", weights);
  }
}
