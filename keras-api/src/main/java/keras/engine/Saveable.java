package keras.engine;

import java.util.List;
import java.util.Map;

/**
 * What has state that files keep and other things inside: a layer, a model, or a {@link Container}
 * of those.
 *
 * <p>Keras: {@code keras/src/saving/keras_saveable.py}.
 */
public interface Saveable {
  /** Returns what stands directly inside, by Keras 3's attribute names, in order of tracking. */
  Map<String, ? extends Saveable> children();

  /** Returns the variables that belong to this and to nothing inside, in Keras' order. */
  List<Variable> ownVariables();
}
