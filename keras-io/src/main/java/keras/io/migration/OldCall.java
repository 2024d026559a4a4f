package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.layers.CallArguments;
import org.jspecify.annotations.Nullable;

/**
 * One call of a layer, from a list of {@code [layer, call, output, other arguments]} to {@code
 * args} and {@code kwargs}. A function's call is one such entry without the list around it.
 *
 * <p>Keras: {@code tf_keras/src/engine/node.py}, {@code serialize}.
 */
final class OldCall {
  /** Tensors that Keras 2 names and Keras 3 takes in this order after the first. */
  private static final Map<String, List<String>> IN_ORDER =
      Map.of("MultiHeadAttention", List.of("value", "key"));

  /** A layer that stands in for a constant. */
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private final Map<String, @Nullable Object> layer;
  private final Consumer<String> problems;

  OldCall(Map<String, @Nullable Object> layer, Consumer<String> problems) {
    this.layer = layer;
    this.problems = problems;
  }

  /** Returns a call on tensors by name. */
  Map<String, @Nullable Object> upgrade(Map<?, ?> call) {
    Map<String, @Nullable Object> tensors = new LinkedHashMap<>();
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    call.forEach((name, entry) -> tensors.put(String.valueOf(name), input(entry, kwargs)));
    kwargs.values().removeIf(v -> v == null);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("args", new ArrayList<Object>(List.of(tensors)));
    out.put("kwargs", kwargs);
    return out;
  }

  /** Returns a tensor, and puts what else its entry holds into {@code kwargs}. */
  private @Nullable Object input(@Nullable Object entry, Map<String, @Nullable Object> kwargs) {
    if (entry instanceof List<?> tensor && isTensor(tensor)) {
      if (tensor.size() > 3) {
        Maps.copy(tensor.get(3)).forEach((k, v) -> kwargs.put(k, argument(v)));
      }
      return argument(tensor);
    }
    problems.accept(
        "%s '%s': `inbound_nodes` expects [layer, call, output]. Received: %s."
            .formatted(className(), LayerNames.of(layer), entry));
    return null;
  }

  Map<String, @Nullable Object> upgrade(List<?> call) {
    if (TfOperations.isFunction(layer)) {
      return function(call);
    }
    List<?> entries = isTensor(call) ? List.of(call) : call;
    List<@Nullable Object> tensors = new ArrayList<>();
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    for (Object entry : entries) {
      Object tensor = input(entry, kwargs);
      if (tensor != null) {
        tensors.add(tensor);
      }
    }
    kwargs.values().removeIf(v -> v == null);
    kwargs.computeIfPresent("mask", (k, mask) -> isNothing(mask) ? null : mask);
    boolean positional = false;
    for (String name : IN_ORDER.getOrDefault(className(), List.of())) {
      if (kwargs.containsKey(name)) {
        tensors.add(kwargs.remove(name));
        positional = true;
      }
    }
    List<String> names = CallArguments.of(className());
    if (names != null && names.contains("initial_state") && tensors.size() > 1) {
      kwargs.putIfAbsent("initial_state", new ArrayList<>(tensors.subList(1, tensors.size())));
      tensors.subList(1, tensors.size()).clear();
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put(
        "args", positional || tensors.size() == 1 ? tensors : new ArrayList<>(List.of(tensors)));
    out.put("kwargs", kwargs);
    return out;
  }

  /** Returns a function's call, whose first argument may be lists of tensors and constants. */
  private Map<String, @Nullable Object> function(List<?> call) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    List<@Nullable Object> args = new ArrayList<>();
    args.add(nested(call, kwargs));
    kwargs.entrySet().removeIf(e -> e.getValue() == null && !Call.tells(layer, e.getKey()));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("args", args);
    out.put("kwargs", kwargs);
    return out;
  }

  private @Nullable Object nested(@Nullable Object entry, Map<String, @Nullable Object> kwargs) {
    if (entry instanceof List<?> list && !isTensor(list)) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(nested(item, kwargs)));
      return out;
    }
    return input(entry, kwargs);
  }

  /** Whether an argument was not given; Keras 2.1 notes a mask of nothing for each input. */
  private static boolean isNothing(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(OldCall::isNothing));
  }

  private String className() {
    return String.valueOf(layer.get("class_name"));
  }

  private static boolean isTensor(List<?> entry) {
    return entry.size() >= 3
        && entry.get(0) instanceof String
        && entry.get(1) instanceof Number
        && (entry.get(2) instanceof Number || CONSTANT.equals(entry.get(0)));
  }

  private static @Nullable Object argument(@Nullable Object value) {
    if (value instanceof List<?> list) {
      if (isTensor(list)) {
        return CONSTANT.equals(list.get(0)) ? list.get(2) : tensor(list);
      }
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(argument(x)));
      return out;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = Maps.copy(map);
      out.replaceAll((k, v) -> argument(v));
      return out;
    }
    return value;
  }

  private static Map<String, @Nullable Object> tensor(List<?> triple) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("keras_history", new ArrayList<>(triple.subList(0, 3)));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", "__keras_tensor__");
    out.put("config", config);
    return out;
  }
}
