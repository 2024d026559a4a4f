package keras.io.weights;

import java.util.Collection;
import java.util.List;
import keras.engine.Assets;
import keras.engine.Variable;
import keras.layers.Layer;

/**
 * What layers learned from data and keep in variables that are no weights here and in Keras 3, and
 * that tf_keras counts among the weights: the weights of a vocabulary's tokens.
 *
 * <p>Keras: {@code tf_keras/src/layers/preprocessing/index_lookup.py}, {@code idf_weights}.
 */
final class LearnedVariables {
  private LearnedVariables() {}

  /** Returns those of a layer; none of a layer of which a part has them. */
  static Collection<Variable> of(Layer layer) {
    boolean within = layer.children().values().stream().anyMatch(Assets.class::isInstance);
    return layer instanceof Assets assets && !within
        ? assets.saveOwnVariables().values()
        : List.of();
  }
}
