package keras.io.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.models.Model;
import keras.trainers.Training;
import org.jspecify.annotations.Nullable;

/** The metrics of layers, as tf_keras has them. */
public final class HeldMetrics {
  private HeldMetrics() {}

  /**
   * Returns what {@code layer.metrics} is in tf_keras: for a model also what it is compiled with,
   * but for the mean of the loss where it is compiled with nothing to follow.
   */
  public static List<Metric> asTfKeras(Layer layer) {
    Set<Metric> held = Training.heldMetrics(layer);
    if (!(layer instanceof Model model)) {
      return List.copyOf(held);
    }
    List<Metric> all = new ArrayList<>(model.metrics());
    Map<String, @Nullable Object> compiled = model.compileConfig();
    if (compiled != null && followsNothing(compiled)) {
      all.retainAll(held);
    }
    return all;
  }

  private static boolean followsNothing(Map<String, @Nullable Object> compiled) {
    return compiled.get("loss") == null
        && isNone(compiled.get("metrics"))
        && isNone(compiled.get("weighted_metrics"));
  }

  private static boolean isNone(@Nullable Object metrics) {
    return metrics == null
        || (metrics instanceof Collection<?> list && list.isEmpty())
        || (metrics instanceof Map<?, ?> map && map.isEmpty());
  }
}
