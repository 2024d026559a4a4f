package keras.layers;

import keras.config.Arg;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer around another one, whose weights it shares. A wrapper's own work is described by its
 * subclasses.
 *
 * <p>Weights: those of the layer inside.
 *
 * <p>Keras: {@code keras/src/layers/core/wrapper.py}.
 */
public abstract class Wrapper<L extends Wrapper<L>> extends FluentLayer<L> {
  @Arg private @Nullable Layer layer;

  /** Makes a wrapper that a config will give its layer. */
  protected Wrapper() {}

  /** Makes a wrapper around a layer. */
  protected Wrapper(Layer layer) {
    this.layer = layer;
  }

  /** Returns the layer inside. */
  public final Layer layer() {
    Layer inner = layer;
    if (inner == null) {
      throw new IllegalArgumentException(
          "%s: `layer` is missing. Received: layer=None.".formatted(getClass().getSimpleName()));
    }
    return inner;
  }

  @Override
  protected void validate() {
    layer();
  }

  /** Makes the weights of the layer inside, unless they are made. */
  @Override
  protected void build(Shape input) {
    layer().buildFor(input);
  }
}
