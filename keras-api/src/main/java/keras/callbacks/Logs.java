package keras.callbacks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The loss and the metrics of a batch or an epoch, by name, in order.
 *
 * <pre>{@code
 * logs.loss(); logs.get("val_accuracy");
 * }</pre>
 */
public final class Logs {
  private final Map<String, Double> values;

  private Logs(Map<String, Double> values) {
    this.values = values;
  }

  /** Returns logs without any value. */
  public static Logs empty() {
    return new Logs(new LinkedHashMap<>());
  }

  /** Returns a copy of values by name. */
  public static Logs of(Map<String, Double> values) {
    return new Logs(new LinkedHashMap<>(values));
  }

  /** A copy in the order of the names, in which Keras hands logs to callbacks. */
  static Logs sorted(Logs logs) {
    return new Logs(new LinkedHashMap<>(new TreeMap<>(logs.values)));
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

  /** Returns all values by name. */
  public Map<String, Double> asMap() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
