package keras.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Described;
import keras.config.Identified;
import keras.config.KerasObject;
import keras.config.Replacement;
import keras.engine.Arguments;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.RowOperation;
import keras.engine.control.FunctionOperation;
import keras.layers.InputLayer;
import keras.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Makes a model of the layers of another one anew: the same configs and names, fresh weights. As in
 * Keras, the clone of a class that extends Sequential is a Sequential, and that of one that extends
 * Functional is of its class only where the class takes any graph.
 *
 * <p>Keras: {@code keras/src/models/cloning.py}.
 */
public final class Cloning {
  private final CloneModel options;
  private final UnaryOperator<Layer> function;
  private final Map<Layer, Layer> clones = new HashMap<>();

  private Cloning(CloneModel options) {
    this.options = options;
    UnaryOperator<Layer> given = options.cloneFunction;
    this.function = given == null ? Cloning::layer : given;
  }

  /** Clones a model; where the model is compiled, so is the clone. */
  public static Model of(Model model, Consumer<CloneModel> options) {
    CloneModel c = new CloneModel();
    options.accept(c);
    if (model instanceof Sequential && c.callFunction != null) {
      throw new IllegalArgumentException(
          "cloneModel: `call_function` is for functional models; the layers of a Sequential are"
              + " only listed. Received: %s.".formatted(model));
    }
    return new Cloning(c).model(model, c.inputTensors);
  }

  /** Returns a new layer with the config of another one; classes of the caller's own are known. */
  static Layer layer(Layer layer) {
    if (layer instanceof Described described) {
      return (Layer) described.anew();
    }
    return Configs.again(layer, own(layer, CustomObjects.none()));
  }

  /** Collects the classes and functions that a config cannot find by itself. */
  private static CustomObjects own(KerasObject object, CustomObjects known) {
    CustomObjects all = known;
    if (Configs.serialize(object).get("module") == null) {
      all = all.with(object);
    }
    List<Identified> functions = Configs.values(object, Identified.class);
    for (Identified held : functions) {
      all = all.with(held);
    }
    if (object instanceof Layer layer) {
      all = all.replacing(layer.name(), new Held(functions));
    }
    for (KerasObject held : Configs.values(object, KerasObject.class)) {
      all = own(held, all);
    }
    if (object instanceof Model model) {
      for (Layer inside : model.layers()) {
        all = own(inside, all);
      }
    }
    return all;
  }

  /** The functions of a layer that is written as another one. */
  private record Held(List<Identified> functions) implements Replacement {
    @Override
    public KerasObject layer(Map<String, ? extends @Nullable Object> spec) {
      throw new IllegalStateException("A layer that exists already must not be replaced: " + spec);
    }

    @Override
    public Identified function(Object json) {
      return functions.stream().filter(f -> f.description().equals(json)).findFirst().orElseThrow();
    }
  }

  private Model model(Model model, @Nullable List<KerasTensor> inputs) {
    Model clone;
    if (model instanceof Sequential stack) {
      clone = sequential(stack, inputs);
    } else if (model instanceof Functional graph) {
      clone = functional(graph, inputs);
    } else if (options.isDefault()) {
      clone = (Model) layer(model);
    } else {
      throw new IllegalArgumentException(
          "cloneModel: `clone_function`, `call_function` and `input_tensors` are for Sequential and"
              + " functional models, whose layers are known. Received: %s.".formatted(model));
    }
    clone.training().compileLike(model.training());
    return clone;
  }

  private Layer clone(Layer layer) {
    Layer known = clones.get(layer);
    if (known == null) {
      boolean inside =
          options.recursive && (layer instanceof Sequential || layer instanceof Functional);
      known = inside ? model((Model) layer, null) : function.apply(layer);
      clones.put(layer, known);
    }
    return known;
  }

  private Sequential sequential(Sequential model, @Nullable List<KerasTensor> inputs) {
    Sequential clone = new Sequential().name(model.name());
    clone.trainable(model.trainable());
    List<Layer> all = new ArrayList<>();
    for (Layer layer : model.layers()) {
      all.add(clone(layer));
    }
    List<Layer> known = model.layersWithInput();
    if (inputs != null) {
      clone.add(only(model, inputs));
    } else if (!known.isEmpty() && known.get(0) instanceof InputLayer input) {
      clone.add(input(input.batchShape(), input.inputDtype().id(), input.name()));
    }
    all.forEach(clone::add);
    if (clone.hasGraph() && !all.isEmpty()) {
      clone.build();
    }
    return clone;
  }

  private static InputLayer only(Sequential model, List<KerasTensor> inputs) {
    if (inputs.size() == 1 && inputs.get(0).node().operation() instanceof InputLayer input) {
      return input;
    }
    throw new IllegalArgumentException(
        "cloneModel: `input_tensors` of %s must be one input, as Keras.input makes it. Received: %s."
            .formatted(model, inputs));
  }

  private static InputLayer input(Shape batchShape, String dtype, String name) {
    return new InputLayer(batchShape).name(name).dtype(dtype);
  }

  private Functional functional(Functional model, @Nullable List<KerasTensor> inputs) {
    List<KerasTensor> in = inputs == null ? freshInputs(model) : inputs;
    if (in.size() != model.inputs().size()) {
      throw new IllegalArgumentException(
          "cloneModel: `input_tensors` needs one tensor for each of the inputs %s. Received: %s."
              .formatted(model.inputNames(), in));
    }
    Map<KerasTensor, KerasTensor> made = new LinkedHashMap<>();
    for (int i = 0; i < in.size(); i++) {
      made.put(model.inputs().get(i), in.get(i));
    }
    Map<Operation, Operation> operations = new LinkedHashMap<>();
    for (List<Node> depth : model.topology().nodesByDepth()) {
      for (Node node : depth) {
        if (!node.inputs().isEmpty()) {
          List<KerasTensor> outputs = again(node, made);
          for (KerasTensor t : node.outputs().flat()) {
            made.put(t, outputs.get(t.index()));
          }
          operations.put(node.operation(), outputs.get(0).node().operation());
        }
      }
    }
    Functional clone =
        Functional.like(
            model,
            model.inputStructure().map(t -> Objects.requireNonNull(made.get(t))),
            model.outputStructure().map(t -> Objects.requireNonNull(made.get(t))),
            mapped(model.tape().asides(), made),
            model.operations().stream().map(operations::get).filter(Objects::nonNull).toList());
    return clone.name(model.name()).keepsTraining(model.keepsTraining());
  }

  private List<KerasTensor> again(Node node, Map<KerasTensor, KerasTensor> made) {
    if (node.operation() instanceof RowOperation row) {
      return row.anew().apply(arguments(node, made)).flat();
    } else if (node.operation() instanceof FunctionOperation stateless) {
      return stateless.apply(arguments(node, made)).flat();
    }
    return call(clone((Layer) node.operation()), node, made);
  }

  private static List<KerasTensor> freshInputs(Functional model) {
    List<KerasTensor> fresh = new ArrayList<>();
    for (KerasTensor t : model.inputs()) {
      fresh.add(input(t.shape(), t.dtype().id(), t.node().operation().name()).output());
    }
    return fresh;
  }

  private List<KerasTensor> call(Layer layer, Node node, Map<KerasTensor, KerasTensor> made) {
    return options.callFunction == null
        ? layer.apply(arguments(node, made)).flat()
        : options.callFunction.apply(layer, mapped(node.inputs(), made));
  }

  private static Arguments<KerasTensor> arguments(Node node, Map<KerasTensor, KerasTensor> made) {
    return node.arguments().map(KerasTensor.class, t -> Objects.requireNonNull(made.get(t)));
  }

  private static List<KerasTensor> mapped(
      List<KerasTensor> tensors, Map<KerasTensor, KerasTensor> made) {
    List<KerasTensor> out = new ArrayList<>();
    tensors.forEach(t -> out.add(Objects.requireNonNull(made.get(t))));
    return out;
  }
}
