package keras.preprocessing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import keras.config.Configs;
import keras.config.Names;
import keras.layers.AdaptsToData;
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
  private static final String PLAIN = "float";

  private final String dtype;
  private final String kind;
  private final Function<String, Layer> preprocessor;
  private final String outputMode;
  private @Nullable String name;
  private @Nullable Layer made;

  Feature(String dtype, String kind, Function<String, Layer> preprocessor, String outputMode) {
    if (!MODES.contains(outputMode)) {
      throw new IllegalArgumentException(
          "FeatureSpace: the `output_mode` of a feature must be one of %s. Received: output_mode=%s."
              .formatted(MODES, outputMode));
    }
    this.dtype = dtype;
    this.kind = kind;
    this.preprocessor = preprocessor;
    this.outputMode = outputMode;
  }

  /** Makes the feature that a name of a kind stands for, of a column. */
  static Feature of(String column, Object given, int hashingDim, int bins) {
    if (given instanceof Feature feature) {
      return feature;
    }
    Feature feature =
        switch (String.valueOf(given)) {
          case "float" -> ofFloat();
          case "float_rescaled" -> rescaled(1, 0);
          case "float_normalized" -> normalized();
          case "float_discretized" -> discretized(bins);
          case "integer_categorical" -> integers(null, 1);
          case "string_categorical" -> strings(null, 1);
          case "integer_hashed" -> hashed("int32", hashingDim);
          case "string_hashed" -> hashed("string", hashingDim);
          default ->
              throw new IllegalArgumentException(
                  "FeatureSpace: feature '%s' is of no known kind. Received: %s."
                      .formatted(column, given));
        };
    return feature.name(column);
  }

  /**
   * Returns the feature with another encoding: {@code "int"}, {@code "one_hot"} or {@code "float"}.
   */
  public Feature outputMode(String mode) {
    Feature feature = new Feature(dtype, kind, preprocessor, mode);
    feature.name = name;
    return feature;
  }

  /** Returns the feature with another name of its layer: {@code NAME_preprocessor}. */
  public Feature name(String name) {
    Feature feature = new Feature(dtype, kind, preprocessor, outputMode);
    feature.name = name;
    return feature;
  }

  /** Returns the dtype of the column. */
  public String dtype() {
    return dtype;
  }

  /** Returns how the layer's output is encoded. */
  public String outputMode() {
    return outputMode;
  }

  /** Whether Keras has a class of its own in the place of the layer {@code Identity}. */
  boolean isPlain() {
    return kind.equals(PLAIN);
  }

  /** Returns the layer of the column, the same one each time. */
  synchronized Layer layer() {
    Layer layer = made;
    if (layer == null) {
      layer = preprocessor.apply((name == null ? Names.auto(kind) : name) + "_preprocessor");
      made = layer;
    }
    return layer;
  }

  /** Whether the layer learns from data what it has not been given. */
  boolean learns() {
    Layer layer = layer();
    if (layer instanceof Discretization bins) {
      return bins.binBoundaries().length == 0;
    }
    Map<String, @Nullable Object> config = Configs.of(layer);
    return layer instanceof AdaptsToData
        && config.get("mean") == null
        && config.get("vocabulary") == null;
  }

  /** Makes a feature of a layer that is there. */
  static Feature of(String dtype, Layer layer, String outputMode, boolean plain) {
    return new Feature(dtype, plain ? PLAIN : "feature", n -> layer, outputMode);
  }

  static Feature ofFloat() {
    return new Feature("float32", PLAIN, n -> new Identity().name(n), "float");
  }

  static Feature rescaled(double scale, double offset) {
    return new Feature(
        "float32", "float_rescaled", n -> new Rescaling(scale).offset(offset).name(n), "float");
  }

  static Feature normalized() {
    return new Feature("float32", "float_normalized", n -> new Normalization().name(n), "float");
  }

  static Feature discretized(int bins) {
    return new Feature(
        "float32", "float_discretized", n -> new Discretization().numBins(bins).name(n), "one_hot");
  }

  static Feature discretized(double... boundaries) {
    return new Feature(
        "float32", "float_discretized", n -> new Discretization(boundaries).name(n), "one_hot");
  }

  static Feature integers(@Nullable Integer maxTokens, int numOovIndices) {
    return new Feature(
        "int32",
        "integer_categorical",
        n -> {
          IntegerLookup layer = new IntegerLookup().numOovIndices(numOovIndices);
          return (maxTokens == null ? layer : layer.maxTokens(maxTokens)).name(n);
        },
        "one_hot");
  }

  static Feature strings(@Nullable Integer maxTokens, int numOovIndices) {
    return new Feature(
        "string",
        "string_categorical",
        n -> {
          StringLookup layer = new StringLookup().numOovIndices(numOovIndices);
          return (maxTokens == null ? layer : layer.maxTokens(maxTokens)).name(n);
        },
        "one_hot");
  }

  static Feature hashed(String dtype, int bins) {
    String kind = dtype.equals("string") ? "string_hashed" : "integer_hashed";
    return new Feature(dtype, kind, n -> new Hashing(bins).name(n), "one_hot");
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
