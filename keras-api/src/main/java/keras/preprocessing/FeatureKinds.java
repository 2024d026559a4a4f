package keras.preprocessing;

import java.util.List;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of features and crosses that a {@link FeatureSpace} knows; call them on that class.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/feature_space.py}.
 */
public abstract sealed class FeatureKinds permits FeatureSpace {
  /** Is for the space alone. */
  FeatureKinds() {}

  /** Makes a cross whose combinations are encoded as vectors. */
  public static Cross cross(List<String> featureNames, int crossingDim) {
    return new Cross(featureNames, crossingDim, "one_hot");
  }

  /** Makes a feature that goes through a layer of one's own. */
  public static Feature feature(String dtype, Layer preprocessor, String outputMode) {
    return Feature.of(dtype, preprocessor, outputMode, false);
  }

  /** Makes a feature that stays as it is; Keras' {@code float}. */
  public static Feature floats() {
    return Feature.ofFloat();
  }

  /** Makes a feature that is multiplied and shifted. */
  public static Feature floatRescaled(double scale, double offset) {
    return Feature.rescaled(scale, offset);
  }

  /** Makes a feature whose mean and variance are learned and taken out. */
  public static Feature floatNormalized() {
    return Feature.normalized();
  }

  /** Makes a feature that falls into learned bins of as many numbers. */
  public static Feature floatDiscretized(int numBins) {
    return Feature.discretized(numBins);
  }

  /** Makes a feature that falls into bins between boundaries. */
  public static Feature floatDiscretized(double... binBoundaries) {
    return Feature.discretized(binBoundaries);
  }

  /** Makes a feature of whole numbers whose vocabulary is learned. */
  public static Feature integerCategorical() {
    return Feature.integers(null, 1);
  }

  /** Makes a feature of whole numbers whose vocabulary is learned; null for one without bound. */
  public static Feature integerCategorical(@Nullable Integer maxTokens, int numOovIndices) {
    return Feature.integers(maxTokens, numOovIndices);
  }

  /** Makes a feature of strings whose vocabulary is learned. */
  public static Feature stringCategorical() {
    return Feature.strings(null, 1);
  }

  /** Makes a feature of strings whose vocabulary is learned; null for one without bound. */
  public static Feature stringCategorical(@Nullable Integer maxTokens, int numOovIndices) {
    return Feature.strings(maxTokens, numOovIndices);
  }

  /** Makes a feature of strings that are hashed. */
  public static Feature stringHashed(int numBins) {
    return Feature.hashed("string", numBins);
  }

  /** Makes a feature of whole numbers that are hashed. */
  public static Feature integerHashed(int numBins) {
    return Feature.hashed("int32", numBins);
  }
}
