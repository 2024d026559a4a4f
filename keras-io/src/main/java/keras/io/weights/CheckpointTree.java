package keras.io.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Assets;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * A model's objects as tf_keras names them in TensorFlow checkpoints: the layers of a model are
 * {@code layer-0}, {@code layer-1} and so on, those with weights {@code layer_with_weights-0} and
 * so on too; below a layer come its own attributes.
 *
 * <p>Keras: {@code tf_keras/src/engine/functional.py}, {@code _trackable_children}.
 */
public final class CheckpointTree {
  /**
   * An object: a layer, a list, a metric, or a variable. A shared one is the same node everywhere.
   *
   * @param layer the layer that this object is, or is a part of
   * @param variable the variable that this is, or null
   * @param metric the metric that this object is, or is a part of, which a checkpoint may lack
   * @param children by the names of Python's attributes
   * @param optimizers what attributes hold that steps, by their names
   */
  public record Node(
      Layer layer,
      @Nullable Variable variable,
      @Nullable Metric metric,
      Map<String, Node> children,
      Map<String, Optimizer> optimizers) {
    Node(Layer layer, @Nullable Variable variable, @Nullable Metric metric) {
      this(layer, variable, metric, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final IdentityHashMap<Object, Node> known = new IdentityHashMap<>();
  private final Framework framework;
  private final boolean inlined;

  private CheckpointTree(Framework framework, boolean inlined) {
    this.framework = framework;
    this.inlined = inlined;
  }

  /** Returns the root of a model's objects. */
  public static Node of(Model model) {
    return new CheckpointTree(Framework.TF_KERAS, false).layer(model);
  }

  /**
   * Returns the root of a model's objects where configs beside them tell what was learned, as those
   * in SavedModels do: a vocabulary that is given makes no weights in tf_keras, but for those of
   * its tokens, and one that is learned does.
   */
  public static Node ofInlined(Model model) {
    return new CheckpointTree(Framework.TF_KERAS, true).layer(model);
  }

  /**
   * Returns the root of a model's objects as TensorFlow finds them in models of Keras 3: the layers
   * are in a list, {@code _operations}, with the input of a Sequential in front.
   */
  public static Node ofKeras3(Model model) {
    return new CheckpointTree(Framework.KERAS_3, false).layer(model);
  }

  /**
   * A layer that keeps part of its state apart from its weights, and the way to it.
   *
   * @param attributes the names of Python's attributes, from the model on
   */
  public record Learner(Assets layer, List<String> attributes) {
    /** Returns the attribute in which tf_keras has a variable of the layer's own. */
    public String variable(String name) {
      return AttributeNames.of(Framework.TF_KERAS, layer, name);
    }
  }

  /** Returns what learns from data and does not stand in another one that does, each once. */
  public static List<Learner> learners(Model model) {
    List<Learner> all = new ArrayList<>();
    learners(of(model), List.of(), new HashSet<>(), all);
    return all;
  }

  private static void learners(
      Node node, List<String> attributes, Set<Node> seen, List<Learner> into) {
    if (!seen.add(node)) {
      return;
    }
    if (node.variable() == null
        && node.layer() instanceof Assets assets
        && !isWithin(node.layer())) {
      into.add(new Learner(assets, attributes));
      return;
    }
    node.children()
        .forEach(
            (name, child) -> {
              List<String> below = new ArrayList<>(attributes);
              below.add(name);
              learners(child, below, seen, into);
            });
  }

  private Node layer(Layer layer) {
    Node before = known.get(layer);
    if (before != null) {
      return before;
    }
    Node node = new Node(layer, null, null);
    known.put(layer, node);
    for (Variable v : layer.ownVariables()) {
      node.children().put(AttributeNames.of(framework, layer, v.name()), variable(layer, v, null));
    }
    if (layer instanceof Assets assets && !isWithin(layer)) {
      assets
          .saveOwnVariables()
          .forEach((name, v) -> node.children().put(name, variable(layer, v, null)));
    }
    boolean isGraph = layer instanceof Functional || layer instanceof Sequential;
    if (isGraph && framework == Framework.KERAS_3) {
      operations(node, (Model) layer);
    } else if (isGraph) {
      layers(node, (Model) layer);
    } else {
      children(node, layer);
    }
    return node;
  }

  /** Whether another layer, inside of this one, is what has a vocabulary. */
  private static boolean isWithin(Layer layer) {
    return layer.children().values().stream().anyMatch(Assets.class::isInstance);
  }

  /** Whether a layer has weights in tf_keras, where a vocabulary that is learned is one. */
  private boolean hasWeights(Layer layer) {
    return !layer.weights().isEmpty()
        || layer.flattened().stream()
            .anyMatch(
                inner ->
                    inner instanceof Assets assets
                        && !(assets.ownNames().isEmpty()
                            && (inlined || assets.assetNames().isEmpty())));
  }

  private void children(Node node, Saveable of) {
    of.children()
        .forEach(
            (attribute, child) -> {
              String name = AttributeNames.of(framework, of, attribute);
              if (child instanceof Layer inner) {
                node.children().put(name, layer(inner));
              } else if (child instanceof Container container) {
                Node list = new Node(node.layer(), null, null);
                children(list, container);
                node.children().put(name, list);
              } else if (child instanceof Optimizer optimizer) {
                node.optimizers().put(name, optimizer);
              } else if (child instanceof Metric metric && framework == Framework.TF_KERAS) {
                node.children().put(name, metric(node.layer(), metric));
              }
            });
  }

  private Node metric(Layer holder, Metric metric) {
    return known.computeIfAbsent(
        metric,
        key -> {
          Node node = new Node(holder, null, metric);
          metric
              .ownVariables()
              .forEach(v -> node.children().put(v.name(), variable(holder, v, metric)));
          return node;
        });
  }

  private Node variable(Layer layer, Variable v, @Nullable Metric metric) {
    return known.computeIfAbsent(v, key -> new Node(layer, v, metric));
  }

  private void operations(Node node, Model model) {
    Node list = new Node(model, null, null);
    node.children().put("_operations", list);
    int first = model instanceof Sequential ? 1 : 0;
    for (int i = 0; i < model.operations().size(); i++) {
      if (model.operations().get(i) instanceof Layer layer) {
        list.children().put(String.valueOf(first + i), layer(layer));
      }
    }
  }

  /** In tf_keras operations are layers, too, and count, but for those it has no need of. */
  private void layers(Node node, Model model) {
    Map<String, Integer> places = places(model);
    int weighted = 0;
    for (int i = 0; i < model.operations().size(); i++) {
      if (!(model.operations().get(i) instanceof Layer layer)) {
        continue;
      }
      if (hasWeights(layer)) {
        node.children().put("layer_with_weights-" + weighted++, layer(layer));
      }
      node.children().put("layer-" + places.getOrDefault(layer.name(), i), layer(layer));
    }
  }

  /** Returns where layers stand in the config that tf_keras reads; none where no operation is. */
  private static Map<String, Integer> places(Model model) {
    Map<String, Integer> places = new HashMap<>();
    if (model.operations().stream().allMatch(Layer.class::isInstance)) {
      return places;
    }
    Map<String, @Nullable Object> spec =
        FromKeras3.convert(Configs.serialize(model), Target.TF_KERAS).config();
    if (spec.get("config") instanceof Map<?, ?> config
        && config.get("layers") instanceof List<?> layers) {
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i) instanceof Map<?, ?> layer) {
          places.put(String.valueOf(layer.get("name")), i);
        }
      }
    }
    return places;
  }
}
