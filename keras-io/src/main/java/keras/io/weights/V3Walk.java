package keras.io.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keras.config.Described;
import keras.config.Names;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.io.weights.V3Layout.Group;
import keras.layers.Layer;
import keras.models.Model;

/**
 * Visits a model's layers as Keras does when it saves: Keras looks through all attributes of a
 * layer in the order of their names, and goes into those that are layers, or lists and maps of
 * layers. In these it counts the layers of each class, and says {@code container} to a list inside.
 *
 * <p>A layer tells its attributes by {@link Layer#children()}.
 */
final class V3Walk {
  private static final String LAYERS = "layers";

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
    groups.add(new Group(path, layer, layer.ownVariables()));
    String prefix = path.isEmpty() ? "" : path + "/";
    attributes(layer)
        .forEach(
            (attribute, child) -> {
              if (child instanceof Layer single) {
                visit(single, prefix + attribute);
              } else if (child instanceof Container container) {
                visitContainer(container, prefix + attribute);
              }
            });
  }

  private void visitContainer(Container container, String path) {
    Map<String, Integer> used = new HashMap<>();
    for (Saveable item : container.children().values()) {
      if (item instanceof Layer layer) {
        if (framework == Framework.KERAS_3 || !visited.contains(layer)) {
          visit(layer, path + "/" + unique(Names.snake(className(layer)), used));
        }
      } else if (item instanceof Container inner && framework == Framework.KERAS_3) {
        visitContainer(inner, path + "/" + unique("container", used));
      }
    }
  }

  private static String unique(String name, Map<String, Integer> used) {
    int again = used.merge(name, 1, Integer::sum) - 1;
    return again == 0 ? name : name + "_" + again;
  }

  private static String className(Layer layer) {
    return layer instanceof Described described
        ? String.valueOf(described.description().get("class_name"))
        : layer.getClass().getSimpleName();
  }

  /** Returns the attributes in the order of the walk. */
  private Map<String, Saveable> attributes(Layer layer) {
    Map<String, Saveable> all =
        new TreeMap<>(framework == Framework.KERAS_3 ? KERAS_3_ORDER : Comparator.reverseOrder());
    layer
        .children()
        .forEach(
            (attribute, child) -> all.put(AttributeNames.of(framework, layer, attribute), child));
    if (layer instanceof Model model) {
      all.put(LAYERS, Container.of(model.layers()));
    }
    return all;
  }
}
