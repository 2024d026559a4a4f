package keras.io.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keras.config.Described;
import keras.config.Names;
import keras.io.weights.V3Layout.Group;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;

/**
 * Visits a model's layers as Keras does when it saves: Keras looks through all attributes of a
 * layer in the order of their names, and goes into those that are layers or lists of layers.
 *
 * <p>A layer tells its attributes by {@link Layer#children()}: {@code cell}, or {@code cells.0},
 * {@code cells.1} for the items of a list.
 */
final class V3Walk {
  private static final String LAYERS = "layers";

  /** Attributes of Keras 3 that are private in tf_keras, by class: there they start with _. */
  private static final Map<String, Set<String>> PRIVATE_IN_TF_KERAS =
      Map.of(
          "MultiHeadAttention", Set.of("query_dense", "key_dense", "value_dense", "output_dense"));

  /**
   * Keras 3 leaves private attributes to the end; tf_keras goes from the last name to the first.
   */
  private static final Comparator<String> KERAS_3_ORDER =
      Comparator.comparing((String name) -> name.startsWith("_")).thenComparing(n -> n);

  private final Framework framework;
  private final Set<Layer> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Group> groups = new ArrayList<>();

  V3Walk(Framework framework) {
    this.framework = framework;
  }

  List<Group> groups(Model model) {
    visit(model, "");
    return List.copyOf(groups);
  }

  private void visit(Layer layer, String path) {
    if (!visited.add(layer)) {
      return;
    }
    groups.add(new Group(path, layer, layer.ownWeights()));
    String prefix = path.isEmpty() ? "" : path + "/";
    Map<String, Layer> children = children(layer);
    attributes(layer, children)
        .forEach(
            (attribute, items) -> {
              Layer single = children.get(attribute);
              if (single != null) {
                visit(single, prefix + attribute);
              } else {
                visitList(items, prefix + attribute);
              }
            });
  }

  private void visitList(List<Layer> items, String path) {
    Map<String, Integer> used = new HashMap<>();
    for (Layer item : items) {
      if (framework == Framework.TF_KERAS && visited.contains(item)) {
        continue;
      }
      String name = Names.snake(className(item));
      int again = used.merge(name, 1, Integer::sum) - 1;
      visit(item, path + "/" + (again == 0 ? name : name + "_" + again));
    }
  }

  private static String className(Layer layer) {
    return layer instanceof Described described
        ? String.valueOf(described.description().get("class_name"))
        : layer.getClass().getSimpleName();
  }

  /** Returns the attributes in the order of the walk, each with its one layer or its list. */
  private Map<String, List<Layer>> attributes(Layer layer, Map<String, Layer> children) {
    Map<String, List<Layer>> all =
        new TreeMap<>(framework == Framework.KERAS_3 ? KERAS_3_ORDER : Comparator.reverseOrder());
    if (layer instanceof Model model) {
      all.put(LAYERS, model.layers());
    }
    if (layer instanceof Sequential || layer instanceof Functional) {
      return all;
    }
    children.forEach(
        (attribute, child) ->
            all.computeIfAbsent(listOf(attribute), key -> new ArrayList<>()).add(child));
    return all;
  }

  /** Returns the name of the list that an attribute such as {@code cells.0} is an item of. */
  private static String listOf(String attribute) {
    int dot = attribute.lastIndexOf('.');
    return dot < 0 ? attribute : attribute.substring(0, dot);
  }

  private Map<String, Layer> children(Layer layer) {
    Set<String> hidden =
        framework == Framework.KERAS_3
            ? Set.of()
            : PRIVATE_IN_TF_KERAS.getOrDefault(layer.getClass().getSimpleName(), Set.of());
    Map<String, Layer> out = new LinkedHashMap<>();
    layer
        .children()
        .forEach(
            (attribute, child) ->
                out.put((hidden.contains(attribute) ? "_" : "") + attribute, child));
    return out;
  }
}
