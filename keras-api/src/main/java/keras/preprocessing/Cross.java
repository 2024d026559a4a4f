package keras.preprocessing;

import java.util.List;

/**
 * Features of a {@link FeatureSpace} that are crossed.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/feature_space.py}.
 *
 * @param featureNames which, in the order that they are hashed
 * @param crossingDim how many bins their combinations go to
 * @param outputMode {@code "int"} or {@code "one_hot"}
 */
public record Cross(List<String> featureNames, int crossingDim, String outputMode) {
  /** Checks the encoding. */
  public Cross {
    featureNames = List.copyOf(featureNames);
    if (!outputMode.equals("int") && !outputMode.equals("one_hot")) {
      throw new IllegalArgumentException(
          "FeatureSpace: the `output_mode` of a cross must be int or one_hot. Received: output_mode=%s."
              .formatted(outputMode));
    }
  }

  /** Returns what the crossed feature is called. */
  public String name() {
    return String.join("_X_", featureNames);
  }
}
