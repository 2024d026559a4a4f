package keras.preprocessing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import keras.engine.KerasTensor;
import keras.layers.CategoryEncoding;
import keras.layers.Concatenate;
import keras.layers.HashedCrossing;
import keras.layers.Layer;
import keras.ops.DType;

/** The layers of a {@link FeatureSpace}, and what they make of its inputs. */
final class FeatureGraph {
  private final Map<String, Feature> features;
  private final Map<String, Layer> preprocessors;
  private final Map<String, Cross> crosses = new TreeMap<>();
  private final Map<String, Layer> crossers = new LinkedHashMap<>();
  private final Map<String, Layer> encoders = new LinkedHashMap<>();
  private final boolean joined;
  private final Concatenate join = new Concatenate();

  FeatureGraph(
      Map<String, Feature> features,
      Map<String, Layer> preprocessors,
      List<Cross> crosses,
      boolean joined) {
    this.features = features;
    this.preprocessors = preprocessors;
    this.joined = joined;
    for (Cross cross : crosses) {
      this.crosses.put(cross.name(), cross);
      crossers.put(cross.name(), new HashedCrossing(cross.crossingDim()).name(cross.name()));
    }
  }

  /** Returns the encoded features by name; one by the name "concat" where they are joined. */
  Map<String, KerasTensor> encoded(Map<String, KerasTensor> inputs) {
    Map<String, KerasTensor> bins = new TreeMap<>();
    inputs.forEach((name, x) -> bins.put(name, layer(preprocessors, name).apply(x)));
    Map<String, KerasTensor> encoded = new LinkedHashMap<>();
    bins.forEach(
        (name, x) -> {
          boolean oneHot = feature(name).outputMode().equals("one_hot");
          encoded.put(name, oneHot ? oneHot(name, layer(preprocessors, name), x) : x);
        });
    crosses.forEach(
        (name, cross) -> {
          KerasTensor[] of =
              cross.featureNames().stream().map(f -> known(bins, f)).toArray(KerasTensor[]::new);
          Layer crosser = layer(crossers, name);
          KerasTensor x = crosser.apply(of);
          encoded.put(name, cross.outputMode().equals("one_hot") ? oneHot(name, crosser, x) : x);
        });
    return joined ? Map.of("concat", concat(encoded)) : encoded;
  }

  /** Returns the layers of the crosses, by name, in the order that they were given. */
  Map<String, Layer> crossers() {
    return crossers;
  }

  private Feature feature(String name) {
    return Objects.requireNonNull(features.get(name), name);
  }

  private static Layer layer(Map<String, Layer> layers, String name) {
    return Objects.requireNonNull(layers.get(name), name);
  }

  private static KerasTensor known(Map<String, KerasTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private KerasTensor oneHot(String name, Layer layer, KerasTensor x) {
    if (x.dtype() != DType.INT32 && x.dtype() != DType.INT64) {
      throw new IllegalArgumentException(
          "FeatureSpace: feature '%s' has output_mode='one_hot', so %s must give integers. Received: %s."
              .formatted(name, layer, x.dtype()));
    }
    return encoders
        .computeIfAbsent(
            name, n -> new CategoryEncoding(Feature.classes(n, layer)).outputMode("multi_hot"))
        .apply(x);
  }

  private KerasTensor concat(Map<String, KerasTensor> encoded) {
    encoded.forEach(
        (name, x) -> {
          if (!x.dtype().isFloating()) {
            throw new IllegalArgumentException(
                "FeatureSpace: feature '%s' is of %s and cannot be joined with others. Encode it, or use output_mode='dict'."
                    .formatted(name, x.dtype()));
          }
        });
    List<KerasTensor> all = new ArrayList<>(encoded.values());
    return all.size() == 1 ? all.get(0) : join.apply(all.toArray(KerasTensor[]::new));
  }
}
