package keras.callbacks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * The loss and the metrics of a batch or an epoch, by name, in order.
 *
 * <pre>{@code
 * logs.loss(); logs.get("val_accuracy");
 * }</pre>
 */
public final class Logs {
  private final Map<String, Double> values;
  private final List<NdArray<?>> outputs;

  private Logs(Map<String, Double> values, List<NdArray<?>> outputs) {
    this.values = values;
    this.outputs = outputs;
  }

  /** Returns logs without any value. */
  public static Logs empty() {
    return new Logs(new LinkedHashMap<>(), List.of());
  }

  /** Returns a copy of values by name. */
  public static Logs of(Map<String, Double> values) {
    return new Logs(new LinkedHashMap<>(values), List.of());
  }

  /** Returns logs with the outputs of a batch. */
  public static Logs ofOutputs(List<NdArray<?>> outputs) {
    return new Logs(new LinkedHashMap<>(), List.copyOf(outputs));
  }

  /** A copy in the order of the names, in which Keras hands logs to callbacks. */
  static Logs sorted(Logs logs) {
    return new Logs(new LinkedHashMap<>(new TreeMap<>(logs.values)), logs.outputs);
  }

  /** Returns the value of {@code "loss"}. */
  public double loss() {
    return get("loss");
  }

  /** Returns a value. */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Logs: no value named '%s'. Available: %s."
              .formatted(name, String.join(", ", values.keySet())));
    }
    return value;
  }

  /** Returns a value, null where there is none. */
  @Nullable Double find(String name) {
    return values.get(name);
  }

  /** Whether there is a value of that name. */
  public boolean contains(String name) {
    return values.containsKey(name);
  }

  /** Adds a value, or replaces it, for the callbacks that come after. */
  public void put(String name, double value) {
    values.put(name, value);
  }

  /** Returns the outputs of a batch, at the end of a batch of a prediction; else none. */
  public List<NdArray<?>> outputs() {
    return outputs;
  }

  /** Returns all values by name. */
  public Map<String, Double> asMap() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
