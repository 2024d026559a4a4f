package keras.models.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keras.engine.Arguments;
import keras.engine.KerasTensor;
import org.jspecify.annotations.Nullable;

/**
 * One call as configs have it: {@code args} by place and {@code kwargs} by name, in which tensors
 * stand as {@code [layer, call, output]}.
 *
 * <p>Keras: {@code keras/src/models/functional.py}, {@code serialize_node}, {@code
 * deserialize_node}.
 */
final class RecordedCall {
  private static final String TENSOR = "__keras_tensor__";

  private RecordedCall() {}

  /** Thrown where a tensor has not been made yet. */
  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing() {
      super(null, null, false, false);
    }
  }

  /**
   * Returns the arguments of a call, or null where one of its tensors has not been made yet.
   *
   * @param names what the arguments by place are called; further ones are called by their number
   */
  static @Nullable Arguments<KerasTensor> read(
      @Nullable Object call, List<String> names, Function<List<?>, @Nullable KerasTensor> made) {
    if (!(call instanceof Map<?, ?> map) || !(map.get("args") instanceof List<?> args)) {
      throw bad(call);
    }
    try {
      Arguments<KerasTensor> out = Arguments.none(KerasTensor.class);
      for (int i = 0; i < args.size(); i++) {
        boolean named = i < names.size() && !names.get(i).equals("training");
        String name = named ? names.get(i) : String.valueOf(i);
        out = out.then(name, value(args.get(i), made));
      }
      if (map.get("kwargs") instanceof Map<?, ?> kwargs) {
        for (Map.Entry<?, ?> e : kwargs.entrySet()) {
          out = out.with(String.valueOf(e.getKey()), value(e.getValue(), made));
        }
      }
      if (out.flat().isEmpty()) {
        throw bad(call);
      }
      return out;
    } catch (Missing e) {
      return null;
    }
  }

  private static @Nullable Object value(
      @Nullable Object json, Function<List<?>, @Nullable KerasTensor> made) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(value(v, made)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      if (TENSOR.equals(map.get("class_name"))) {
        if (!(map.get("config") instanceof Map<?, ?> config)
            || !(config.get("keras_history") instanceof List<?> history)
            || history.size() < 3) {
          throw bad(json);
        }
        KerasTensor tensor = made.apply(history);
        if (tensor == null) {
          throw new Missing();
        }
        return tensor;
      } else if (map.get("items") instanceof List<?> items
          && "__tuple__".equals(map.get("class_name"))) {
        return value(items, made);
      }
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), value(v, made)));
      return out;
    }
    return json;
  }

  private static IllegalArgumentException bad(@Nullable Object call) {
    return new IllegalArgumentException(
        "Model: `inbound_nodes` expects calls on tensors of other layers. Received: %s."
            .formatted(call));
  }

  /**
   * Returns what configs hold of a call.
   *
   * @param tensor what stands for a tensor
   */
  static <T> Map<String, @Nullable Object> write(
      Arguments<T> arguments, Class<T> type, Function<T, Object> tensor) {
    List<@Nullable Object> args = new ArrayList<>();
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    for (String name : arguments.names()) {
      Object value = written(arguments.value(name), type, tensor);
      if (args.size() < arguments.places()) {
        args.add(value);
      } else {
        kwargs.put(name, value);
      }
    }
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("args", args);
    call.put("kwargs", kwargs);
    return call;
  }

  private static <T> @Nullable Object written(
      @Nullable Object value, Class<T> type, Function<T, Object> tensor) {
    if (type.isInstance(value)) {
      return tensor.apply(type.cast(value));
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(written(v, type, tensor)));
      return out;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), written(v, type, tensor)));
      return out;
    }
    return value;
  }
}
