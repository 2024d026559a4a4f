package keras.preprocessing;

import java.util.Map;
import keras.layers.Layer;

/**
 * Holds the layers of a {@link FeatureSpace} under Keras' names of attributes, as files name them:
 * {@code preprocessors/normalization}.
 */
final class FeatureLayers extends Layer {
  FeatureLayers(String name, Map<String, Layer> preprocessors, Map<String, Layer> crossers) {
    name(name);
    all("crossers", crossers);
    all("preprocessors", preprocessors);
  }

  private void all(String attribute, Map<String, Layer> layers) {
    int place = 0;
    for (Layer each : layers.values()) {
      track(attribute + "." + place++, each);
    }
  }

  @Override
  public String toString() {
    return "FeatureSpace '%s'".formatted(name());
  }
}
