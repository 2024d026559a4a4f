package keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Layers that are called one after another, as one; for preparing and augmenting data.
 *
 * <pre>{@code
 * Pipeline augment = new Pipeline(new RandomFlip("horizontal"), new RandomZoom(0.2));
 * Dataset prepared = data.map(augment);
 * }</pre>
 *
 * <p>Inputs: what the first layer takes, a map for one. Outputs: those of the last layer. Unlike a
 * {@code Sequential} it is called as at training where nobody says.
 *
 * <p>Weights: those of the layers.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/pipeline.py}.
 */
public final class Pipeline extends FluentLayer<Pipeline> {
  @Arg private List<Layer> layers = List.of();

  private Pipeline() {}

  /** Makes a layer of layers, in order. */
  public Pipeline(Layer... layers) {
    this(List.of(layers));
  }

  /** Makes a layer of layers, in order. */
  public Pipeline(List<? extends Layer> layers) {
    this.layers = List.copyOf(layers);
    validate();
  }

  /** Returns the layers, in order. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  protected void validate() {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "Pipeline: `layers` must be a list of at least one layer. Received: layers=[].");
    }
  }

  @Override
  public boolean trainsByDefault() {
    return true;
  }

  /** Layers cast their inputs themselves. */
  @Override
  protected boolean autocast() {
    return false;
  }

  /** Returns the config; as in Keras, the layers and the name alone. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.keySet().retainAll(List.of("layers", "name"));
    return config;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Object value = in.first();
    Structure<Expr> out = Structure.of(in.inputs());
    for (Layer layer : layers) {
      String first = layer.callArguments().get(0);
      out = layer.apply(Arguments.none(Expr.class).then(first, value), ctx);
      value = value(out);
    }
    return out;
  }

  private static Object value(Structure<Expr> out) {
    if (out instanceof Structure.Items<Expr> list) {
      List<Object> all = new ArrayList<>();
      list.items().forEach(each -> all.add(value(each)));
      return all;
    } else if (out instanceof Structure.Fields<Expr> named) {
      Map<String, Object> all = new LinkedHashMap<>();
      named.fields().forEach((name, each) -> all.put(name, value(each)));
      return all;
    }
    return ((Structure.One<Expr>) out).value();
  }
}
