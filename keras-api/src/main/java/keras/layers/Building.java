package keras.layers;

import keras.config.ConstructionOrder;
import keras.engine.Arguments;
import keras.engine.NameScope;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Makes a layer's weights once, whichever thread comes first, and keeps what they were made for.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer._maybe_build}.
 */
final class Building {
  private volatile @Nullable Arguments<Shape> builtFor;

  /** Makes the weights of a layer, unless they are made, and then closes its options. */
  synchronized void ensure(Layer layer, Arguments<Shape> shapes, Runnable close) {
    if (builtFor == null) {
      NameScope.within(
          layer.name(),
          layer,
          () -> {
            ConstructionOrder.takeTurnsUpTo(layer.state);
            layer.build(shapes);
            return layer;
          });
      builtFor = shapes;
      close.run();
    }
  }

  /** Returns the shapes of the arguments of the call that made the weights, null before that. */
  @Nullable Arguments<Shape> builtFor() {
    return builtFor;
  }
}
