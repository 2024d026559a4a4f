package keras.visualization;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.models.summary.Summary;
import keras.visualization.ModelGraph.Arrow;
import keras.visualization.ModelGraph.Box;
import keras.visualization.ModelGraph.Cell;
import keras.visualization.ModelGraph.Kind;
import org.jspecify.annotations.Nullable;

/** Makes the graphs of models: the boxes and arrows of Keras' {@code model_to_dot}. */
final class GraphOfModel {
  private final PlotOptions options;
  private final IdentityHashMap<Operation, Integer> ids = new IdentityHashMap<>();
  private final IdentityHashMap<Operation, Node> calls = new IdentityHashMap<>();

  private GraphOfModel(PlotOptions options) {
    this.options = options;
  }

  static ModelGraph of(Model model, PlotOptions options) {
    model.requireBuilt();
    return new GraphOfModel(options).graph(model);
  }

  private ModelGraph graph(Model model) {
    List<Box> boxes = new ArrayList<>();
    List<ModelGraph> frames = new ArrayList<>();
    Set<Arrow> arrows = new LinkedHashSet<>();
    if (!isGraph(model)) {
      return new ModelGraph(model.name(), List.of(box(model)), List.of(), List.of());
    }
    nodes(model).forEach(call -> calls.putIfAbsent(call.operation(), call));
    List<? extends Operation> layers =
        model instanceof Sequential ? model.layers() : model.operations();
    for (Operation layer : layers) {
      if (options.expandNested() && layer instanceof Model inside && isGraph(inside)) {
        frames.add(graph(inside));
      } else {
        boxes.add(box(layer));
      }
    }
    if (model instanceof Sequential && !options.expandNested()) {
      for (int i = 1; i < layers.size(); i++) {
        arrows.add(new Arrow(id(layers.get(i - 1)), id(layers.get(i))));
      }
    } else {
      connect(model, layers, arrows);
    }
    return new ModelGraph(
        model.name(), List.copyOf(boxes), List.copyOf(frames), List.copyOf(arrows));
  }

  private static boolean isGraph(Model model) {
    return model instanceof Functional || model instanceof Sequential;
  }

  /** Adds the calls between the layers of a model; a Sequential's first layer has its input. */
  private void connect(Model model, List<? extends Operation> layers, Set<Arrow> arrows) {
    List<Node> own = nodes(model);
    boolean sequential = model instanceof Sequential;
    for (Operation layer : sequential ? layers.subList(1, layers.size()) : layers) {
      for (Node call : own) {
        if (call.operation() != layer) {
          continue;
        }
        for (int i = 0; i < call.inputs().size(); i++) {
          KerasTensor input = call.inputs().get(i);
          arrows.add(new Arrow(id(source(input)), id(destination(layer, i))));
        }
      }
    }
  }

  /** Returns the layer that makes a tensor, where need be inside of a model. */
  private Operation source(KerasTensor tensor) {
    KerasTensor made = tensor;
    while (options.expandNested()
        && made.node().operation() instanceof Model inside
        && isGraph(inside)) {
      made = inside.outputs().get(made.index());
    }
    return made.node().operation();
  }

  /** Returns the layer that takes an input, where need be inside of a model. */
  private Operation destination(Operation layer, int input) {
    Operation taker = layer;
    while (options.expandNested() && taker instanceof Model inside && isGraph(inside)) {
      taker =
          inside instanceof Sequential
              ? inside.layers().get(0)
              : inside.inputs().get(input).node().operation();
    }
    return taker;
  }

  /** Returns the calls in a model. */
  private static List<Node> nodes(Model model) {
    Functional graph = model.graph();
    return graph == null ? List.of() : graph.tape().nodes();
  }

  private int id(Operation layer) {
    return ids.computeIfAbsent(layer, l -> ids.size() + 1);
  }

  // ---------------------------------------------------------------- boxes

  private Box box(Operation layer) {
    return new Box(
        id(layer),
        options.showLayerNames() ? layer.name() : null,
        Summary.className(layer),
        options.showLayerActivations() ? activation(layer) : null,
        columns(),
        cells(layer));
  }

  private int columns() {
    int columns = options.showShapes() ? 2 : 0;
    columns += options.showDtype() ? 1 : 0;
    columns += options.showTrainable() ? 1 : 0;
    return Math.max(1, columns);
  }

  private List<Cell> cells(Operation layer) {
    List<Cell> cells = new ArrayList<>();
    if (options.showShapes()) {
      if (!(layer instanceof InputLayer)) {
        cells.add(new Cell("Input shape", shapes(inputs(layer)), Kind.PLAIN));
      }
      cells.add(new Cell("Output shape", shapes(outputs(layer)), Kind.PLAIN));
    }
    if (options.showDtype()) {
      cells.add(new Cell("Output dtype", dtypes(outputs(layer)), Kind.PLAIN));
    }
    if (options.showTrainable() && layer instanceof Layer l && !l.weights().isEmpty()) {
      cells.add(
          l.trainable()
              ? new Cell("", "Trainable", Kind.TRAINABLE)
              : new Cell("", "Non-trainable", Kind.FROZEN));
    }
    return List.copyOf(cells);
  }

  /** Returns the tensors of the first call, or those that a functional model was made of. */
  private @Nullable Structure<KerasTensor> inputs(Operation layer) {
    if (layer instanceof Functional model) {
      return model.inputStructure();
    }
    Node call = firstCall(layer);
    return call == null ? null : flat(call.inputs());
  }

  private @Nullable Structure<KerasTensor> outputs(Operation layer) {
    if (layer instanceof InputLayer input) {
      return Structure.of(input.output());
    } else if (layer instanceof Functional model) {
      return model.outputStructure();
    }
    Node call = firstCall(layer);
    return call == null ? null : flat(call.outputs().flat());
  }

  private static Structure<KerasTensor> flat(List<KerasTensor> tensors) {
    return tensors.size() == 1 ? Structure.of(tensors.get(0)) : Structure.of(tensors);
  }

  private @Nullable Node firstCall(Operation layer) {
    List<Node> calls = layer instanceof Layer l ? l.nodes() : List.of();
    return calls.isEmpty() ? this.calls.get(layer) : calls.get(0);
  }

  private static String shapes(@Nullable Structure<KerasTensor> tensors) {
    if (tensors == null) {
      return "?";
    }
    String text =
        tensors instanceof Structure.Fields<KerasTensor> named
            ? named.fields().entrySet().stream()
                .map(e -> e.getKey() + ": " + python(e.getValue(), t -> Shapes.show(t.shape())))
                .collect(Collectors.joining(", "))
            : python(tensors, t -> Shapes.show(t.shape()));
    return text.replace("{", "").replace("}", "");
  }

  private static String dtypes(@Nullable Structure<KerasTensor> tensors) {
    if (tensors == null) {
      return "?";
    }
    return tensors instanceof Structure.Items || tensors instanceof Structure.Fields
        ? python(tensors, t -> "'" + t.dtype().id() + "'")
        : tensors.only().dtype().id();
  }

  /** Returns a structure as Python prints it. */
  private static String python(
      Structure<KerasTensor> tensors, Function<KerasTensor, String> value) {
    if (tensors instanceof Structure.Items<KerasTensor> list) {
      return list.items().stream()
          .map(t -> python(t, value))
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (tensors instanceof Structure.Fields<KerasTensor> named) {
      return named.fields().entrySet().stream()
          .map(e -> "'" + e.getKey() + "': " + python(e.getValue(), value))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.apply(tensors.only());
  }

  /** Returns the name of a layer's activation, or null if it has none. */
  private static @Nullable String activation(Operation operation) {
    if (!(operation instanceof Layer layer) || layer instanceof Model) {
      return null;
    }
    Object activation = layer.config().get("activation");
    if (activation instanceof Map<?, ?> spec) {
      Object config = spec.get("config");
      return config instanceof Map<?, ?> map && map.get("name") instanceof String name
          ? name
          : String.valueOf(config);
    }
    return activation == null ? null : String.valueOf(activation);
  }
}
