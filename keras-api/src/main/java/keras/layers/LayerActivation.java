package keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.activations.Activation;
import keras.config.Configs;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer that another one applies to its output, in place of a function. It stands inside the
 * other: its weights are the other's too, and files name them below {@code activation}.
 *
 * <p>Keras: {@code keras/src/activations/__init__.py}, whose {@code get} takes whatever is
 * callable.
 */
final class LayerActivation implements Activation {
  private final Layer layer;

  LayerActivation(Layer layer) {
    this.layer = layer;
  }

  /** Applies a function, or the layer that stands for one. */
  static Expr call(Activation activation, Expr x, CallContext ctx) {
    return activation instanceof LayerActivation held
        ? held.layer.apply(x, ctx)
        : activation.call(x);
  }

  Layer layer() {
    return layer;
  }

  @Override
  public String id() {
    return layer.name();
  }

  /**
   * Returns the layer's spec; Keras makes the weights of such a layer of its build config alone.
   */
  @Override
  public Object description() {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(Configs.serialize(layer));
    List<Shape> built = layer.builtShapes();
    if (built != null && !layer.weights().isEmpty()) {
      Map<String, @Nullable Object> shape = new LinkedHashMap<>();
      shape.put("input_shape", Shapes.toConfig(built.get(0)));
      spec.put("build_config", shape);
    }
    return spec;
  }

  @Override
  public Expr call(Expr x) {
    throw new UnsupportedOperationException(
        "%s: a layer as the activation of a layer that calls functions alone.".formatted(layer));
  }

  @Override
  public String toString() {
    return layer.toString();
  }
}
