package keras.python;

import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.golden.ArrayJson;
import org.jspecify.annotations.Nullable;

/** What a Python snippet left in its dict {@code result}. */
public record PythonResult(Map<String, @Nullable Object> values) {
  /** Returns an array: a NumPy array, a tensor or a variable in Python. */
  public HostTensor array(String name) {
    return ArrayJson.decode(get(name));
  }

  /** Returns arrays: a list of them in Python. */
  public List<HostTensor> arrays(String name) {
    return list(name).stream().map(ArrayJson::decode).toList();
  }

  /** Returns a number. */
  public double number(String name) {
    return ((Number) get(name)).doubleValue();
  }

  /** Returns a list of numbers. */
  public double[] numbers(String name) {
    return toDoubles(list(name));
  }

  /** Returns a string. */
  public String text(String name) {
    return (String) get(name);
  }

  /** Returns a list. */
  public List<?> list(String name) {
    return (List<?>) get(name);
  }

  /** Returns a dict. */
  @SuppressWarnings("unchecked") // JSON objects have string keys
  public Map<String, @Nullable Object> map(String name) {
    return (Map<String, @Nullable Object>) get(name);
  }

  /** Returns a list of numbers inside a dict, as the losses in a History. */
  public double[] series(String name, String key) {
    return toDoubles((List<?>) map(name).get(key));
  }

  private static double[] toDoubles(@Nullable List<?> list) {
    if (list == null) {
      throw new IllegalArgumentException("Expected a list of numbers. Received: None.");
    }
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  private Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The snippet left no result['%s']. It left: %s.".formatted(name, values.keySet()));
    }
    return value;
  }
}
