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
import keras.io.weights.V3Layout.Held;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.models.Model;
import keras.optimizers.Optimizer;
import keras.trainers.Training;

/**
 * Visits a model's layers as Keras does when it saves: Keras looks through all attributes of a
 * layer in the order of their names, and goes into those that are layers, or lists and maps of
 * layers. In these it counts the layers of each class, and says {@code container} to a list inside.
 * It meets optimizers and metrics on the same way; Keras 3 keeps nothing of metrics.
 *
 * <p>A layer tells its attributes by {@link Layer#children()}. Two are properties in Keras: the
 * {@code optimizer} that a model is compiled with, and in tf_keras all {@code metrics}.
 */
final class V3Walk {
  private static final String LAYERS = "layers";
  private static final String METRICS = "metrics";
  private static final String OPTIMIZER = "optimizer";

  /**
   * Keras 3 leaves private attributes to the end; tf_keras goes from the last name to the first.
   */
  private static final Comparator<String> KERAS_3_ORDER =
      Comparator.comparing((String name) -> name.startsWith("_")).thenComparing(n -> n);

  private final Framework framework;
  private final Set<Saveable> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Group> groups = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();

  V3Walk(Framework framework) {
    this.framework = framework;
  }

  V3Layout layout(Layer model) {
    visit(model, "");
    Set<Metric> inFields = Training.heldMetrics(model);
    held.removeIf(h -> h.object() instanceof Metric metric && !inFields.contains(metric));
    return new V3Layout(List.copyOf(groups), List.copyOf(held));
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
              } else {
                hold(child, prefix + attribute);
              }
            });
  }

  /** Notes an optimizer, or a metric where files keep it. */
  private void hold(Saveable object, String path) {
    boolean kept = object instanceof Optimizer || framework == Framework.TF_KERAS;
    if (kept && visited.add(object)) {
      held.add(new Held(path, object));
    }
  }

  private void visitContainer(Container container, String path) {
    Map<String, Integer> used = new HashMap<>();
    for (Saveable item : container.children().values()) {
      if (item instanceof Container inner) {
        if (framework == Framework.KERAS_3) {
          visitContainer(inner, path + "/" + unique("container", used));
        }
      } else if (framework == Framework.KERAS_3 || !visited.contains(item)) {
        String place = path + "/" + unique(Names.snake(className(item)), used);
        if (item instanceof Layer layer) {
          visit(layer, place);
        } else {
          hold(item, place);
        }
      }
    }
  }

  private static String unique(String name, Map<String, Integer> used) {
    int again = used.merge(name, 1, Integer::sum) - 1;
    return again == 0 ? name : name + "_" + again;
  }

  private static String className(Saveable object) {
    return object instanceof Layer && object instanceof Described described
        ? String.valueOf(described.description().get("class_name"))
        : object.getClass().getSimpleName();
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
      if (model.isCompiled()) {
        all.put(OPTIMIZER, model.optimizer());
      }
    }
    if (framework == Framework.TF_KERAS) {
      all.put(METRICS, Container.of(HeldMetrics.asTfKeras(layer)));
    }
    return all;
  }
}
