package keras.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gives, under the name of a layer, for what the config of that layer describes and
 * nobody here has: Python code, a class of another library.
 */
public interface Replacement {
  /**
   * Returns the layer.
   *
   * @param spec what the config says of the one it stands for
   */
  KerasObject layer(Map<String, ? extends @Nullable Object> spec);

  /**
   * Returns the function for one that the layer holds, such as its activation.
   *
   * @param json what the config says of it
   */
  Identified function(Object json);
}
