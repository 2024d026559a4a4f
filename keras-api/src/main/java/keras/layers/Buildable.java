package keras.layers;

import java.util.List;
import keras.engine.Applicable;
import keras.engine.Arguments;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What makes its weights once it knows the shapes that it is called on, at its first call or before
 * it.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer.build} and {@code Layer.built}.
 */
public interface Buildable extends Applicable {
  /**
   * Makes the weights for inputs of such shapes, unless they are made: Keras' {@code
   * layer.build(shape)}. The weights' paths start with the layer.
   *
   * @param inputs with the batch axis, first, which is -1
   */
  default void buildFor(Shape... inputs) {
    buildFor(Applicable.arguments(this, Shape.class, List.of(inputs)));
  }

  /**
   * Makes the weights for a call on arguments of such shapes, unless they are made: a list, a map,
   * or several arguments.
   */
  void buildFor(Arguments<Shape> shapes);

  /** Returns the shapes of all arguments the layer was built for, or null before that. */
  @Nullable Arguments<Shape> builtFor();

  /** Returns the shapes of the inputs the layer was built for, or null before that. */
  default @Nullable List<Shape> builtShapes() {
    Arguments<Shape> call = builtFor();
    return call == null ? null : call.inputs();
  }

  /** Whether the weights are made. */
  default boolean isBuilt() {
    return builtFor() != null;
  }
}
