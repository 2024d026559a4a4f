package keras.layers;

import keras.activations.Activation;

/**
 * The setters of layers whose gates have a function of their own, which declare {@code @Arg
 * Activation recurrentActivation}.
 *
 * @param <L> the layer
 */
public interface RecurrentActivationOptions<L> {
  /** Sets the function of the gates. */
  default L recurrentActivation(Activation activation) {
    return Options.set(this, "recurrent_activation", activation);
  }

  /** Sets the function of the gates by its Keras name, as in {@code "sigmoid"}. */
  default L recurrentActivation(String id) {
    return recurrentActivation(Activation.get(id));
  }
}
