package keras.layers;

import keras.activations.Activations;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * Applies a function to its input.
 *
 * <pre>{@code
 * new Activation("relu")
 * }</pre>
 *
 * <p>Inputs: any shape. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/activations/activation.py}.
 */
public final class Activation extends FluentLayer<Activation> {
  @Arg private keras.activations.Activation activation = Activations.LINEAR;

  private Activation() {}

  /** Makes a layer of a function. */
  public Activation(keras.activations.Activation activation) {
    this.activation = activation;
  }

  /** Makes a layer that applies another one. */
  public Activation(Layer layer) {
    this(new LayerActivation(layer));
  }

  /** Makes a layer of the function with a Keras name, as in {@code "relu"}. */
  public Activation(String id) {
    this(keras.activations.Activation.get(id));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return LayerActivation.call(activation, x, ctx);
  }
}
