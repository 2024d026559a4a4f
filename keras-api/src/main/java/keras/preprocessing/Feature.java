package keras.preprocessing;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import keras.config.Configs;
import keras.layers.CategoryEncoding;
import keras.layers.Discretization;
import keras.layers.HashedCrossing;
import keras.layers.Hashing;
import keras.layers.Identity;
import keras.layers.IntegerLookup;
import keras.layers.Layer;
import keras.layers.Normalization;
import keras.layers.Rescaling;
import keras.layers.StringLookup;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FeatureSpace} does with one column: its dtype, the layer that it goes through, and
 * how that layer's output is encoded.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/feature_space.py}.
 */
public final class Feature {
  private static final List<String> MODES = List.of("int", "one_hot", "float");

  private final String dtype;
  private final Function<String, Layer> preprocessor;
  private final String outputMode;

  Feature(String dtype, Function<String, Layer> preprocessor, String outputMode) {
    if (!MODES.contains(outputMode)) {
      throw new IllegalArgumentException(
          "FeatureSpace: the `output_mode` of a feature must be one of %s. Received: output_mode=%s."
              .formatted(MODES, outputMode));
    }
    this.dtype = dtype;
    this.preprocessor = preprocessor;
    this.outputMode = outputMode;
  }

  /**
   * Returns the feature with another encoding: {@code "int"}, {@code "one_hot"} or {@code "float"}.
   */
  public Feature outputMode(String mode) {
    return new Feature(dtype, preprocessor, mode);
  }

  /** Returns the dtype of the column. */
  public String dtype() {
    return dtype;
  }

  /** Returns how the layer's output is encoded. */
  public String outputMode() {
    return outputMode;
  }

  /** Makes the layer of a column of a name. */
  Layer layer(String name) {
    return preprocessor.apply(name + "_preprocessor");
  }

  static Feature ofFloat() {
    return new Feature("float32", n -> new Identity().name(n), "float");
  }

  static Feature rescaled(double scale, double offset) {
    return new Feature("float32", n -> new Rescaling(scale).offset(offset).name(n), "float");
  }

  static Feature normalized() {
    return new Feature("float32", n -> new Normalization().name(n), "float");
  }

  static Feature discretized(int bins) {
    return new Feature("float32", n -> new Discretization().numBins(bins).name(n), "one_hot");
  }

  static Feature discretized(double... boundaries) {
    return new Feature("float32", n -> new Discretization(boundaries).name(n), "one_hot");
  }

  static Feature integers(@Nullable Integer maxTokens, int numOovIndices) {
    return new Feature(
        "int32",
        n -> {
          IntegerLookup layer = new IntegerLookup().numOovIndices(numOovIndices);
          return (maxTokens == null ? layer : layer.maxTokens(maxTokens)).name(n);
        },
        "one_hot");
  }

  static Feature strings(@Nullable Integer maxTokens, int numOovIndices) {
    return new Feature(
        "string",
        n -> {
          StringLookup layer = new StringLookup().numOovIndices(numOovIndices);
          return (maxTokens == null ? layer : layer.maxTokens(maxTokens)).name(n);
        },
        "one_hot");
  }

  static Feature hashed(String dtype, int bins) {
    return new Feature(dtype, n -> new Hashing(bins).name(n), "one_hot");
  }

  /** Returns how many classes a layer tells apart. */
  static int classes(String name, Layer layer) {
    if (layer instanceof IntegerLookup lookup) {
      return lookup.vocabularySize();
    } else if (layer instanceof StringLookup lookup) {
      return lookup.vocabularySize();
    } else if (layer instanceof Discretization bins) {
      return bins.binBoundaries().length + 1;
    } else if (layer instanceof Hashing || layer instanceof HashedCrossing) {
      return (Integer) Objects.requireNonNull(Configs.of(layer).get("num_bins"));
    } else if (layer instanceof CategoryEncoding) {
      return (Integer) Objects.requireNonNull(Configs.of(layer).get("num_tokens"));
    }
    throw new IllegalArgumentException(
        "FeatureSpace: feature '%s' has output_mode='one_hot', and how many classes %s gives is not known. Use output_mode='int'."
            .formatted(name, layer));
  }
}
