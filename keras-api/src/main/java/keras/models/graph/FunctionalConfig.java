package keras.models.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasObject;
import keras.engine.Arguments;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.RowOperation;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.control.FunctionOperation;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.ops.OpRows;
import keras.ops.TfFunctions;
import keras.ops.TfNode;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a functional model as its config holds it: layers, each with the calls that made it,
 * and the tensors that go in and out.
 *
 * <p>A functional model inside another one counts its own calls from 1 in the outer model's {@code
 * output_layers} and from 0 in its calls, as Keras 3 does.
 *
 * <p>Keras: {@code keras/src/models/functional.py}.
 */
public final class FunctionalConfig {
  /**
   * The ends of a graph that was read.
   *
   * @param losses what it adds to losses, which no output depends on
   * @param listed the operations in the order of the file
   */
  public record Graph(
      Structure<KerasTensor> inputs,
      Structure<KerasTensor> outputs,
      List<KerasTensor> losses,
      List<Operation> listed) {}

  private FunctionalConfig() {}

  // ---------------------------------------------------------------- writing

  /** Returns the part of a model's config that tells the graph. */
  public static Map<String, @Nullable Object> write(Functional model) {
    Set<Node> own = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(model.tape().nodes());
    model.inputs().forEach(t -> own.add(t.node()));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    List<Object> layers = new ArrayList<>();
    for (Operation operation : model.operations()) {
      Map<String, @Nullable Object> spec = description(operation);
      spec.put("name", operation.name());
      List<Object> calls = new ArrayList<>();
      for (Node node : nodes(operation, own)) {
        calls.add(call(node, own));
      }
      spec.put("inbound_nodes", calls);
      layers.add(spec);
    }
    config.put("layers", layers);
    config.put("input_layers", ends(model.inputStructure(), own));
    config.put("output_layers", ends(model.outputStructure(), own));
    return config;
  }

  private static Map<String, @Nullable Object> description(Operation operation) {
    if (operation instanceof FunctionOperation) {
      throw new UnsupportedOperationException(
          ("Model: %s takes functions of Java, which no file holds. Put it into the `call` of a"
                  + " layer of your own to save the model.")
              .formatted(operation));
    }
    return operation instanceof RowOperation row
        ? row.description()
        : Configs.serialize((Layer) operation);
  }

  /** Returns an operation's calls in a graph, in their order. */
  private static List<Node> nodes(Operation operation, Set<Node> own) {
    return operation instanceof Layer layer
        ? layer.nodes().stream().filter(own::contains).toList()
        : own.stream().filter(node -> node.operation() == operation).toList();
  }

  private static Map<String, @Nullable Object> call(Node node, Set<Node> own) {
    return RecordedCall.write(node.arguments(), KerasTensor.class, t -> tensor(t, own));
  }

  private static Map<String, @Nullable Object> tensor(KerasTensor t, Set<Node> own) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("shape", Shapes.toConfig(t.shape()));
    config.put("dtype", t.dtype().id());
    config.put("keras_history", history(t, own, 0));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", "__keras_tensor__");
    out.put("config", config);
    return out;
  }

  private static Object ends(Structure<KerasTensor> tensors, Set<Node> own) {
    if (tensors instanceof Structure.Items<KerasTensor> list && list.items().size() != 1) {
      List<Object> out = new ArrayList<>();
      list.items().forEach(t -> out.add(ends(t, own)));
      return out;
    } else if (tensors instanceof Structure.Fields<KerasTensor> named) {
      Map<String, Object> out = new LinkedHashMap<>();
      named.fields().forEach((name, t) -> out.put(name, ends(t, own)));
      return out;
    }
    KerasTensor t = tensors.only();
    return history(t, own, t.node().operation() instanceof Functional ? 1 : 0);
  }

  private static List<Object> history(KerasTensor t, Set<Node> own, int first) {
    int index = first;
    if (t.node().operation() instanceof Layer layer) {
      for (Node n : layer.nodes()) {
        if (n == t.node()) {
          break;
        }
        index += own.contains(n) ? 1 : 0;
      }
    }
    return List.of(t.node().operation().name(), index, t.index());
  }

  // ---------------------------------------------------------------- reading

  /** Makes the layers that a config lists. */
  public static List<Layer> layers(@Nullable Object specs, CustomObjects custom) {
    List<Layer> out = new ArrayList<>();
    for (Object spec : list(specs, "layers")) {
      out.add(layer(map(spec, "layers"), custom));
    }
    return out;
  }

  private static Layer layer(Map<String, @Nullable Object> spec, CustomObjects custom) {
    KerasObject o = Configs.deserializeBuilt(spec, custom);
    if (o instanceof Layer layer) {
      return layer;
    }
    throw new IllegalArgumentException(
        "Model: `layers` expects layers. Received: %s.".formatted(o.getClass().getSimpleName()));
  }

  /** Makes the layers of a config and calls them as it says. */
  public static Graph read(Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, Operation> byName = new LinkedHashMap<>();
    Map<String, List<Object>> pending = new LinkedHashMap<>();
    Map<String, List<List<KerasTensor>>> made = new LinkedHashMap<>();
    for (Object item : list(config.get("layers"), "layers")) {
      Map<String, @Nullable Object> spec = map(item, "layers");
      Object given = spec.get("name");
      String name =
          given instanceof String s
              ? s
              : String.valueOf(map(spec.get("config"), "config").get("name"));
      spec.remove("name");
      Object calls = spec.remove("inbound_nodes");
      boolean own = !custom.replaced().contains(name);
      boolean isOperation = own && OpRows.has(spec);
      Operation operation =
          isOperation ? operation(name, spec) : own ? own(name, spec, custom) : layer(spec, custom);
      if (isOperation && list(calls, "inbound_nodes").size() != 1) {
        throw new IllegalArgumentException(
            "Model: the operation '%s' is called %d times; operations are called once."
                .formatted(name, list(calls, "inbound_nodes").size()));
      }
      byName.put(name, operation);
      made.put(name, new ArrayList<>());
      if (operation instanceof InputLayer input) {
        made.get(name).add(List.of(input.output()));
      } else {
        pending.put(name, new ArrayList<>(list(calls, "inbound_nodes")));
      }
    }
    connect(byName, pending, made);
    List<KerasTensor> losses = new ArrayList<>();
    byName.forEach(
        (name, operation) -> {
          if (operation instanceof AddedLoss) {
            made.getOrDefault(name, List.of()).forEach(losses::addAll);
          }
        });
    return new Graph(
        ends(config.get("input_layers"), byName, made),
        ends(config.get("output_layers"), byName, made),
        losses,
        List.copyOf(byName.values()));
  }

  private static Operation operation(String name, Map<String, @Nullable Object> spec) {
    return Boolean.TRUE.equals(spec.remove(OperationLayer.KEY))
        ? new OperationLayer(name, spec)
        : RowOperation.of(spec, name);
  }

  /** Whether a config is of what graphs alone have: an operation, a function, or an added loss. */
  public static boolean has(Map<?, ?> spec) {
    return OpRows.has(spec)
        || TfFunctions.has(spec)
        || TfFunctions.isAddedLoss(spec)
        || TfNode.has(spec);
  }

  private static Layer own(String name, Map<String, @Nullable Object> spec, CustomObjects custom) {
    if (TfFunctions.has(spec)) {
      return new FunctionLayer(name, spec);
    } else if (TfFunctions.isAddedLoss(spec) && !Configs.isKnown(spec, custom)) {
      return new AddedLoss(name, spec);
    }
    return TfNode.has(spec) ? new NodeLayer(name, spec) : layer(spec, custom);
  }

  private static void connect(
      Map<String, Operation> byName,
      Map<String, List<Object>> pending,
      Map<String, List<List<KerasTensor>>> made) {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<String, List<Object>> e : pending.entrySet()) {
        List<Object> calls = e.getValue();
        while (!calls.isEmpty()) {
          Operation operation = java.util.Objects.requireNonNull(byName.get(e.getKey()));
          Arguments<KerasTensor> arguments =
              RecordedCall.read(calls.get(0), arguments(operation), h -> made(h, made));
          if (arguments == null) {
            break;
          }
          java.util.Objects.requireNonNull(made.get(e.getKey()))
              .add(call(operation, arguments).flat());
          calls.remove(0);
          progress = true;
        }
      }
    }
    List<String> stuck =
        pending.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!stuck.isEmpty()) {
      throw new IllegalArgumentException(
          "Model: the graph has loops or missing layers; these calls cannot be connected: %s."
              .formatted(stuck));
    }
  }

  private static List<String> arguments(Operation operation) {
    return operation instanceof RowOperation row
        ? row.callArguments()
        : ((Layer) operation).callArguments();
  }

  private static Structure<KerasTensor> call(
      Operation operation, Arguments<KerasTensor> arguments) {
    if (operation instanceof RowOperation row) {
      return row.apply(arguments);
    }
    return operation instanceof OperationLayer layer
        ? layer.apply(layer.met(arguments))
        : ((Layer) operation).apply(arguments);
  }

  /** Returns the tensor that {@code [layer, call, output]} names, or null if it is not made yet. */
  private static @Nullable KerasTensor made(
      List<?> history, Map<String, List<List<KerasTensor>>> made) {
    List<List<KerasTensor>> calls = made.get(String.valueOf(history.get(0)));
    if (calls == null
        || !(history.get(1) instanceof Number call)
        || !(history.get(2) instanceof Number output)
        || calls.size() <= call.intValue()) {
      return null;
    }
    List<KerasTensor> outputs = calls.get(call.intValue());
    if (call.intValue() < 0 || output.intValue() < 0 || output.intValue() >= outputs.size()) {
      throw new IllegalArgumentException(
          "Model: `inbound_nodes` names %s, and the layer has %d outputs."
              .formatted(history, outputs.size()));
    }
    return outputs.get(output.intValue());
  }

  private static Structure<KerasTensor> ends(
      @Nullable Object ends,
      Map<String, Operation> byName,
      Map<String, List<List<KerasTensor>>> made) {
    if (ends instanceof Map<?, ?> named) {
      Map<String, Structure<KerasTensor>> fields = new LinkedHashMap<>();
      named.forEach((name, end) -> fields.put(String.valueOf(name), ends(end, byName, made)));
      return new Structure.Fields<>(fields);
    }
    List<?> all = list(ends, "input_layers/output_layers");
    if (all.size() != 3 || !(all.get(0) instanceof String)) {
      List<Structure<KerasTensor>> items = new ArrayList<>();
      all.forEach(end -> items.add(ends(end, byName, made)));
      return items.size() == 1 ? items.get(0) : new Structure.Items<>(items);
    }
    String name = String.valueOf(all.get(0));
    List<List<KerasTensor>> calls = made.get(name);
    if (calls == null) {
      throw new IllegalArgumentException(
          "Model: `input_layers` or `output_layers` names %s, which is not among the layers %s."
              .formatted(all, byName.keySet()));
    }
    int index = ((Number) all.get(1)).intValue();
    if (byName.get(name) instanceof Functional && index >= 1) {
      index--;
    }
    return Structure.of(calls.get(index).get(((Number) all.get(2)).intValue()));
  }

  private static List<?> list(@Nullable Object value, String key) {
    if (value instanceof List<?> l) {
      return l;
    }
    throw new IllegalArgumentException(
        "Model: `%s` expects a list. Received: %s.".formatted(key, value));
  }

  private static Map<String, @Nullable Object> map(@Nullable Object value, String key) {
    if (value instanceof Map<?, ?> m) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, v) -> out.put(String.valueOf(k), v));
      return out;
    }
    throw new IllegalArgumentException(
        "Model: `%s` expects keys and values. Received: %s.".formatted(key, value));
  }
}
