package keras.io.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/** The metrics that layers hold in their fields, which are parts of the layers in tf_keras. */
public final class HeldMetrics {
  private HeldMetrics() {}

  /** Returns those of a layer and of all layers inside, each once. */
  public static Set<Metric> of(Layer layer) {
    Set<Metric> all = new LinkedHashSet<>();
    layer.flattened().forEach(inner -> collect(inner.children().values(), all));
    return all;
  }

  /**
   * Returns what {@code layer.metrics} is in tf_keras: for a model also what it is compiled with,
   * but for the mean of the loss where it is compiled without one.
   */
  public static List<Metric> asTfKeras(Layer layer) {
    Set<Metric> held = of(layer);
    if (!(layer instanceof Model model)) {
      return List.copyOf(held);
    }
    List<Metric> all = new ArrayList<>(model.metrics());
    Map<String, @Nullable Object> compiled = model.compileConfig();
    if (compiled != null && compiled.get("loss") == null) {
      all.retainAll(held);
    }
    return all;
  }

  private static void collect(Collection<? extends Saveable> children, Set<Metric> into) {
    for (Saveable child : children) {
      if (child instanceof Metric metric) {
        into.add(metric);
      } else if (child instanceof Container container) {
        collect(container.children().values(), into);
      }
    }
  }
}
