package keras.saving;

import java.util.Map;
import keras.config.CustomObjects;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * What is stored as a model is, and is none: a {@code FeatureSpace}.
 *
 * <p>Keras: {@code saving_lib.save_model} in {@code keras/src/saving/saving_lib.py}, which takes
 * whatever has a config and layers.
 *
 * @param spec {@code {module, class_name, config, registered_name, build_config}}
 * @param root holds the layers whose state is stored, under Keras' names of attributes
 */
public record LayerFile(Map<String, @Nullable Object> spec, Layer root) {
  /** Makes of a spec what a file holds. */
  public interface Maker {
    /** Whether a spec is of what this makes. */
    boolean makes(Map<String, ? extends @Nullable Object> spec);

    /** Returns what is made of a spec, before its layers have their state. */
    LayerFile make(Map<String, @Nullable Object> spec, CustomObjects custom);
  }
}
