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

  /**
   * Sets a layer applied to the output, as in {@code new Activation("tanh")}; it becomes a part of
   * this one.
   */
  default L activation(Layer layer) {
    return activation(new LayerActivation(layer));
  }

  /** Sets the function applied to the output by its Keras name, as in {@code "relu"}. */
  default L activation(String id) {
    return activation(Activation.get(id));
  }
}
