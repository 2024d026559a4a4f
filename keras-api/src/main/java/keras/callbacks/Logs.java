package keras.callbacks;

import java.util.ArrayList;
import java.util.Arrays;
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
 * logs.loss(); logs.get("val_accuracy"); logs.array("f1_score");
 * }</pre>
 *
 * <p>A value is one number, or an array with one number a class or a threshold, such as {@code
 * F1Score} gives.
 */
public final class Logs {
  private final Map<String, Object> values; // Double or double[]
  private final List<NdArray<?>> outputs;

  private Logs(Map<String, ?> values, List<NdArray<?>> outputs) {
    this.values = new LinkedHashMap<>(values);
    this.outputs = outputs;
  }

  /** Returns logs without any value. */
  public static Logs empty() {
    return new Logs(Map.of(), List.of());
  }

  /** Returns a copy of values by name. */
  public static Logs of(Map<String, Double> values) {
    return new Logs(values, List.of());
  }

  /** Returns logs with the outputs of a batch. */
  public static Logs ofOutputs(List<NdArray<?>> outputs) {
    return new Logs(Map.of(), List.copyOf(outputs));
  }

  /** Returns a copy in the order of the names, in which Keras hands logs to callbacks. */
  public Logs sorted() {
    return new Logs(new TreeMap<>(values), outputs);
  }

  /** Returns these logs and those of a validation, whose names get {@code val_}. */
  public Logs withValidation(Logs validation) {
    Logs all = new Logs(values, outputs);
    validation.values.forEach((name, value) -> all.values.put("val_" + name, value));
    return all;
  }

  /** Returns the value of {@code "loss"}. */
  public double loss() {
    return get("loss");
  }

  /** Returns a value that is one number. */
  public double get(String name) {
    if (require(name) instanceof Double number) {
      return number;
    }
    throw new IllegalArgumentException(
        "Logs: '%s' is an array of %d numbers, one a class or a threshold. Take array(\"%s\")."
            .formatted(name, array(name).length, name));
  }

  /** Returns a value as an array; one that is one number, in an array of one. */
  public double[] array(String name) {
    return require(name) instanceof double[] array ? array.clone() : new double[] {get(name)};
  }

  private Object require(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Logs: no value named '%s'. Available: %s."
              .formatted(name, String.join(", ", values.keySet())));
    }
    return value;
  }

  /** Returns a value that is one number, null where there is no value of that name. */
  @Nullable Double find(String name) {
    return contains(name) ? get(name) : null;
  }

  /** Whether there is a value of that name. */
  public boolean contains(String name) {
    return values.containsKey(name);
  }

  /** Adds a value, or replaces it, for the callbacks that come after. */
  public void put(String name, double value) {
    values.put(name, value);
  }

  /** Adds an array, or replaces a value by it, for the callbacks that come after. */
  public void put(String name, double[] array) {
    values.put(name, array.clone());
  }

  /** Returns the outputs of a batch, at the end of a batch of a prediction; else none. */
  public List<NdArray<?>> outputs() {
    return outputs;
  }

  /** Returns the names of all values, in order. */
  public List<String> names() {
    return Collections.unmodifiableList(new ArrayList<>(values.keySet()));
  }

  /** Whether a value is an array. */
  public boolean isArray(String name) {
    return require(name) instanceof double[];
  }

  /** Returns the values that are one number, by name; {@link #array} returns the others. */
  public Map<String, Double> asMap() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value instanceof Double number) {
            numbers.put(name, number);
          }
        });
    return Collections.unmodifiableMap(numbers);
  }

  /** Returns all values as progress bars show them: of arrays the mean. */
  Map<String, Double> shown() {
    Map<String, Double> shown = new LinkedHashMap<>();
    for (String name : values.keySet()) {
      double sum = 0;
      double[] array = array(name);
      for (double number : array) {
        sum += number;
      }
      shown.put(name, sum / array.length);
    }
    return shown;
  }

  @Override
  public String toString() {
    Map<String, Object> readable = new LinkedHashMap<>(values);
    readable.replaceAll((k, v) -> v instanceof double[] a ? Arrays.toString(a) : v);
    return readable.toString();
  }
}
