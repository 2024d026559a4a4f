package keras.layers;

import java.util.Map;
import keras.config.ConstructionOrder;
import keras.engine.Arguments;
import keras.engine.BuildShapes;
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

  /**
   * Makes the weights of a layer for the call that a {@code build_config} tells. Models, and layers
   * whose arguments it leaves out, are built by their call.
   */
  void ensureAsFile(Layer layer, Map<?, ?> config) {
    Arguments<Shape> shapes = BuildShapes.of(layer, config);
    boolean all = shapes != null && (!layer.spreadsInputs() || config.containsKey("shapes_dict"));
    if (shapes != null && all && !layer.isBuilt()) {
      layer.buildFor(shapes);
    }
  }

  /** Returns the shapes of the arguments of the call that made the weights, null before that. */
  @Nullable Arguments<Shape> builtFor() {
    return builtFor;
  }
}
