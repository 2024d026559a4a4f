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
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Shapes;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
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
  /** The ends of a graph that was read. */
  public record Graph(List<KerasTensor> inputs, List<KerasTensor> outputs) {}

  private FunctionalConfig() {}

  // ---------------------------------------------------------------- writing

  /** Returns the part of a model's config that tells the graph. */
  public static Map<String, @Nullable Object> write(Functional model) {
    Set<Node> own = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(model.tape().nodes());
    model.inputs().forEach(t -> own.add(t.node()));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    List<Object> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      Map<String, @Nullable Object> spec = Configs.serialize(layer);
      spec.put("name", layer.name());
      List<Object> calls = new ArrayList<>();
      int count = 0;
      for (Node node : layer.nodes()) {
        if (own.contains(node)) {
          calls.add(call(layer, count++, node, own));
        }
      }
      spec.put("inbound_nodes", calls);
      layers.add(spec);
    }
    config.put("layers", layers);
    config.put("input_layers", ends(model.inputs(), own));
    config.put("output_layers", ends(model.outputs(), own));
    return config;
  }

  private static Map<String, Object> call(Layer layer, int index, Node node, Set<Node> own) {
    List<Object> tensors = new ArrayList<>();
    node.inputs().forEach(t -> tensors.add(tensor(t, own)));
    CallTemplate template = layer instanceof DescribedLayer known ? known.call(index) : null;
    if (template != null && template.histories().size() == tensors.size()) {
      return template.with(tensors);
    }
    boolean list = layer.takesList() || tensors.size() > 1;
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("args", list ? List.of(tensors) : tensors);
    call.put("kwargs", Map.of());
    return call;
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

  private static List<Object> ends(List<KerasTensor> tensors, Set<Node> own) {
    List<Object> out = new ArrayList<>();
    for (KerasTensor t : tensors) {
      out.add(history(t, own, t.node().operation() instanceof Functional ? 1 : 0));
    }
    return out.size() == 1 ? castList(out.get(0)) : out;
  }

  @SuppressWarnings("unchecked") // history returns a list
  private static List<Object> castList(Object list) {
    return (List<Object>) list;
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
    KerasObject o = Configs.deserialize(spec, custom);
    if (o instanceof Layer layer) {
      if (!(layer instanceof Model)
          && spec.get("build_config") instanceof Map<?, ?> build
          && build.get("input_shape") instanceof List<?> shape
          && shape.stream().allMatch(n -> n == null || n instanceof Number)) {
        layer.buildFor(Shapes.fromConfig(shape));
      }
      return layer;
    }
    throw new IllegalArgumentException(
        "Model: `layers` expects layers. Received: %s.".formatted(o.getClass().getSimpleName()));
  }

  /** Makes the layers of a config and calls them as it says. */
  public static Graph read(Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, Layer> byName = new LinkedHashMap<>();
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
      if (isMaskOperation(spec)) {
        continue;
      }
      boolean operation = Operations.has(spec) && !custom.replaced().contains(name);
      Layer layer = operation ? new OperationLayer(name, spec) : layer(spec, custom);
      if (layer instanceof DescribedLayer described) {
        described.calls(templates(name, list(calls, "inbound_nodes"), operation));
      }
      byName.put(name, layer);
      made.put(name, new ArrayList<>());
      if (layer instanceof InputLayer input) {
        made.get(name).add(List.of(input.output()));
      } else {
        pending.put(name, new ArrayList<>(list(calls, "inbound_nodes")));
      }
    }
    connect(byName, pending, made);
    return new Graph(
        tensors(config.get("input_layers"), byName, made),
        tensors(config.get("output_layers"), byName, made));
  }

  private static List<CallTemplate> templates(String name, List<?> calls, boolean operation) {
    List<CallTemplate> templates = new ArrayList<>();
    for (Object call : calls) {
      CallTemplate template = CallTemplate.of(call);
      if (template != null) {
        templates.add(template);
      }
    }
    if (operation && (calls.size() != 1 || templates.size() != 1)) {
      throw new IllegalArgumentException(
          "Model: the operation '%s' is called %d times; operations are called once."
              .formatted(name, calls.size()));
    }
    return templates.size() == calls.size() ? templates : List.of();
  }

  /** Keras writes the computation of an implied mask as a node; layers compute it by themselves. */
  private static boolean isMaskOperation(Map<String, @Nullable Object> spec) {
    return "keras.src.ops.numpy".equals(spec.get("module"))
        && "NotEqual".equals(spec.get("class_name"));
  }

  private static void connect(
      Map<String, Layer> byName,
      Map<String, List<Object>> pending,
      Map<String, List<List<KerasTensor>>> made) {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<String, List<Object>> e : pending.entrySet()) {
        List<Object> calls = e.getValue();
        while (!calls.isEmpty()) {
          List<KerasTensor> inputs =
              byName.get(e.getKey()) instanceof DescribedLayer
                  ? CallArguments.tensors(calls.get(0), made)
                  : CallArguments.resolve(calls.get(0), made);
          if (inputs == null) {
            break;
          }
          Layer layer = java.util.Objects.requireNonNull(byName.get(e.getKey()));
          java.util.Objects.requireNonNull(made.get(e.getKey())).add(layer.applyAll(inputs));
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

  private static List<KerasTensor> tensors(
      @Nullable Object ends, Map<String, Layer> byName, Map<String, List<List<KerasTensor>>> made) {
    List<?> all = list(ends, "input_layers/output_layers");
    if (all.size() == 3 && all.get(0) instanceof String) {
      all = List.of(all);
    }
    List<KerasTensor> out = new ArrayList<>();
    for (Object end : all) {
      List<?> triple = list(end, "input_layers/output_layers");
      String name = String.valueOf(triple.get(0));
      List<List<KerasTensor>> calls = made.get(name);
      if (calls == null || triple.size() < 3) {
        throw new IllegalArgumentException(
            "Model: `input_layers` or `output_layers` names %s, which is not among the layers %s."
                .formatted(triple, byName.keySet()));
      }
      int index = ((Number) triple.get(1)).intValue();
      if (byName.get(name) instanceof Functional && index >= 1) {
        index--;
      }
      out.add(calls.get(index).get(((Number) triple.get(2)).intValue()));
    }
    return out;
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
