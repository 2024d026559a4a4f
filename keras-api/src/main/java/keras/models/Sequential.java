package keras.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Container;
import keras.engine.KerasTensor;
import keras.engine.NameScope;
import keras.engine.Saveable;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.graph.FunctionalConfig;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A plain stack of layers, each with one input and one output.
 *
 * <pre>{@code
 * var model = new Sequential(
 *     new Flatten().inputShape(28, 28), new Dense(300, "relu"), new Dense(10, "softmax"));
 * }</pre>
 *
 * <p>Without an input shape the model is built when it first sees data, or by {@link
 * #build(long...)}.
 *
 * <p>Keras: {@code keras/src/models/sequential.py}.
 */
public class Sequential extends Model {
  private final List<Layer> stack = new ArrayList<>();

  /** The layers and their names, or more than those: a quick look before a long one. */
  private final transient Set<Object> taken = new HashSet<>();

  private transient volatile @Nullable InputLayer entry;
  private transient volatile @Nullable Functional network;

  /** Makes an empty stack. */
  public Sequential() {}

  /** Makes a stack of layers. */
  public Sequential(Layer... layers) {
    for (Layer layer : layers) {
      add(layer);
    }
  }

  /** Makes a stack of layers. */
  public Sequential(List<? extends Layer> layers) {
    this(layers.toArray(new Layer[0]));
  }

  @Override
  public Sequential name(String name) {
    super.name(name);
    return this;
  }

  /** Puts a layer on top. */
  public Sequential add(Layer layer) {
    if ((taken.contains(layer) || taken.contains(layer.name())) && isThere(layer)) {
      throw new IllegalArgumentException(
          "%s: all layers need unique names. Received: a second layer named '%s'."
              .formatted(this, layer.name()));
    }
    if (layer instanceof InputLayer input) {
      if (entry != null) {
        throw new IllegalArgumentException(
            "%s: already has the input shape %s. Received: a second %s."
                .formatted(this, Shapes.show(entry.batchShape()), layer));
      }
      if (!stack.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: an InputLayer must come first. Received: %s after %d layer(s)."
                .formatted(this, layer, stack.size()));
      }
      entry = input;
    } else {
      Shape told = layer.batchInputShape();
      if (entry == null && stack.isEmpty() && told != null) {
        entry = inputFor(layer, told);
      }
      stack.add(layer);
      taken.add(layer);
      taken.add(layer.name());
    }
    reset();
    return this;
  }

  private boolean isThere(Layer layer) {
    return stack.stream().anyMatch(l -> l == layer || l.name().equals(layer.name()));
  }

  /** Takes the top layer off and returns it. */
  public Layer pop() {
    if (stack.isEmpty()) {
      throw new IllegalStateException(this + ": there are no layers to pop.");
    }
    Layer top = stack.remove(stack.size() - 1);
    reset();
    return top;
  }

  private void reset() {
    network = null;
    training().forgetFunctions();
  }

  private static InputLayer inputFor(Layer first, Shape batchShape) {
    InputLayer input = new InputLayer(batchShape);
    input.dtype(first.dtypePolicy().computeDtype().id());
    return input;
  }

  /**
   * Makes the weights.
   *
   * @param batchShape the input's shape with the batch axis, which is -1
   */
  public Sequential build(long... batchShape) {
    Shape shape = Shape.of(batchShape);
    InputLayer known = entry;
    if (known != null && !Shapes.show(known.batchShape()).equals(Shapes.show(shape))) {
      throw new IllegalArgumentException(
          "%s: already has the input shape %s. Received: %s."
              .formatted(this, Shapes.show(known.batchShape()), Shapes.show(shape)));
    }
    if (known == null) {
      startFrom(shape);
    }
    network();
    return this;
  }

  /** Makes the weights, where the input's shape is known. */
  public Sequential build() {
    network();
    return this;
  }

  private synchronized void startFrom(Shape shape) {
    if (stack.isEmpty()) {
      throw new IllegalStateException(
          this + ": cannot be built because it has no layers. Call add(layer).");
    }
    Layer first = stack.get(0);
    entry =
        first instanceof Model m && m.hasGraph()
            ? new InputLayer(m.inputs().get(0).shape()).dtype(m.inputs().get(0).dtype().id())
            : inputFor(first, shape);
  }

  /** Whether the weights are made; they are made now where the input's shape is known. */
  @Override
  public boolean isBuilt() {
    if (!super.isBuilt() && hasGraph() && !stack.isEmpty()) {
      network();
      return true;
    }
    return super.isBuilt();
  }

  @Override
  public @Nullable Functional graph() {
    return hasGraph() ? network() : null;
  }

  @Override
  boolean hasGraph() {
    return entry != null || (!stack.isEmpty() && stack.get(0) instanceof Model m && m.hasGraph());
  }

  private synchronized Functional network() {
    Functional known = network;
    if (known != null) {
      return known;
    }
    if (entry == null && hasGraph()) {
      startFrom(Shape.unknown());
    }
    InputLayer input = entry;
    if (input == null) {
      throw new IllegalStateException(
          this
              + ": the input shape is not known yet. Give the first layer an inputShape(...), call"
              + " build(...), or fit the model on data.");
    }
    if (stack.isEmpty()) {
      throw new IllegalStateException(this + ": has no layers. Call add(layer).");
    }
    KerasTensor out =
        NameScope.within(
            name(),
            this,
            () -> {
              KerasTensor x = input.output();
              for (Layer layer : stack) {
                x = layer.apply(x);
              }
              return x;
            });
    known = Functional.inside(this, input.output(), out);
    network = known;
    return known;
  }

  @Override
  protected void build(List<Shape> inputs) {
    if (entry == null) {
      startFrom(inputs.get(0));
    }
    network();
  }

  @Override
  public List<KerasTensor> inputs() {
    return network().inputs();
  }

  @Override
  public List<KerasTensor> outputs() {
    return network().outputs();
  }

  @Override
  public Map<String, Saveable> children() {
    return Map.of("layers", Container.of(layers()));
  }

  @Override
  public List<Layer> layers() {
    return List.copyOf(stack);
  }

  /** Returns all weights; they are made now where the input's shape is known. */
  @Override
  public List<Variable> weights() {
    buildIfKnown();
    return super.weights();
  }

  /** Returns all variables; they are made now where the input's shape is known. */
  @Override
  public List<Variable> variables() {
    buildIfKnown();
    return super.variables();
  }

  /** Returns the weights that train; they are made now where the input's shape is known. */
  @Override
  public List<Variable> trainableWeights() {
    buildIfKnown();
    return super.trainableWeights();
  }

  /** Returns the layer with a name; the layers are called now where the input's shape is known. */
  @Override
  public Layer layer(String name) {
    buildIfKnown();
    return super.layer(name);
  }

  /** Returns the layer at an index; the layers are called now where the input's shape is known. */
  @Override
  public Layer layer(int index) {
    buildIfKnown();
    return super.layer(index);
  }

  private void buildIfKnown() {
    if (hasGraph() && !stack.isEmpty()) {
      network();
    }
  }

  /** Returns the layers with the input in front, where it is known. */
  public List<Layer> layersWithInput() {
    List<Layer> all = new ArrayList<>();
    if (entry != null) {
      all.add(entry);
    }
    all.addAll(stack);
    return List.copyOf(all);
  }

  /** Whether the stack's own dtype counts: only as long as that of its input is not known. */
  @Override
  protected boolean autocast() {
    return entry == null;
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    if (entry == null) {
      startFrom(x.get(0).shape());
    }
    return network().call(x, ctx);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name());
    config.put("trainable", trainable());
    config.put("dtype", Configs.serialize(dtypePolicy()));
    List<Object> layers = new ArrayList<>();
    layersWithInput().forEach(l -> layers.add(Configs.serialize(l)));
    config.put("layers", layers);
    InputLayer input = entry;
    if (input != null) {
      config.put("build_input_shape", Shapes.toConfig(input.batchShape()));
    }
    return config;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    Object shape = left.get("build_input_shape");
    if (left.get("name") instanceof String given) {
      name(given);
    }
    for (Layer layer : FunctionalConfig.layers(left.get("layers"), custom)) {
      add(layer);
    }
    left.keySet().removeAll(Set.of("layers", "build_input_shape"));
    if (entry == null && shape instanceof List<?> sizes && !stack.isEmpty()) {
      startFrom(Shapes.fromConfig(sizes));
    }
    if (entry != null && !stack.isEmpty()) {
      network(); // now, before the model around it opens its scope of names
    }
    return left;
  }
}
