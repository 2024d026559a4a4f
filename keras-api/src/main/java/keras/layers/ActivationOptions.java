package keras.layers;

import keras.activations.Activation;

/**
 * The setters of layers that apply a function to their output, which declare {@code @Arg Activation
 * activation}.
 *
 * @param <L> the layer
 */
public interface ActivationOptions<L> {
  /** Sets the function applied to the output. */
  default L activation(Activation activation) {
    return Options.set(this, "activation", activation);
  }

  /** Sets the function applied to the output by its Keras name, as in {@code "relu"}. */
  default L activation(String id) {
    return activation(Activation.get(id));
  }
}
