package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import keras.layers.CallArguments;
import keras.ops.OpRow;
import keras.ops.TfFunctions;
import org.jspecify.annotations.Nullable;

/** One call of a layer in a functional model: Keras 3's arguments become tf_keras' list. */
final class Call {
  /** What the arguments of tf_keras' layers are called. */
  private static final Map<String, List<String>> TF_KERAS =
      CallArguments.read(
          Objects.requireNonNull(Call.class.getResourceAsStream("tf_call_arguments.txt")));

  /** The only layer of tf_keras' own that takes a map. */
  private static final String OF_MAPS = "Identity";

  /** Arguments of tensors that come after the inputs in tf_keras' list, without a name. */
  private static final String FURTHER_INPUTS = "initial_state";

  private final Map<String, @Nullable Object> layer;
  private final List<?> args;
  private final Map<String, @Nullable Object> named = new LinkedHashMap<>();

  Call(Map<String, @Nullable Object> layer, @Nullable Object call) {
    this.layer = layer;
    if (!(call instanceof Map<?, ?> node)
        || !(node.get("args") instanceof List<?> args)
        || !(node.get("kwargs") instanceof Map<?, ?> kwargs)) {
      throw new IllegalArgumentException(
          "%s: expected a call with `args` and `kwargs`. Received: %s."
              .formatted(who(), Shown.of(call)));
    }
    this.args = args;
    kwargs.forEach((k, v) -> named.put(String.valueOf(k), v));
    // Nulls inside of a function's argument count: x[:, None] is a slice of nulls and a null.
    boolean function = TfOperations.isFunction(layer);
    named
        .entrySet()
        .removeIf(
            e ->
                function
                    ? e.getValue() == null && !tells(layer, e.getKey())
                    : isNone(e.getValue()));
  }

  /** Whether None is another value of a function's argument than its default. */
  static boolean tells(Map<String, ?> layer, String argument) {
    OpRow row = TfFunctions.of(layer);
    return row != null && row.otherwise(argument) != null;
  }

  /** Whether an argument says nothing: null, or nothing but null for each of several inputs. */
  static boolean isNone(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && list.stream().allMatch(Call::isNone))
        || (value instanceof Map<?, ?> map && map.values().stream().allMatch(Call::isNone));
  }

  /**
   * Returns the list, or the map where the layer is called on one.
   *
   * @param place turns {@code [layer, call, output]} as Keras 3 counts into the target's counting
   */
  Object list(Function<List<?>, List<@Nullable Object>> place) {
    if (TfOperations.isFunction(layer)) {
      return function(place);
    }
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    Map<String, @Nullable Object> unused = others;
    Object inputs = args.isEmpty() ? List.of() : args.get(0);
    List<@Nullable Object> out = new ArrayList<>();
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    if (inputs instanceof Map<?, ?> map && !TfValues.isTensor(map)) {
      if ("keras.layers".equals(layer.get("module")) && !className().equals(OF_MAPS)) {
        throw refused();
      }
      for (Map.Entry<?, ?> e : map.entrySet()) {
        byName.put(String.valueOf(e.getKey()), entry(e.getValue(), place, unused));
        unused = new LinkedHashMap<>();
      }
    } else {
      for (Object tensor : inputs()) {
        out.add(entry(tensor, place, unused));
        unused = new LinkedHashMap<>();
      }
    }
    List<String> names =
        Objects.requireNonNullElse(
            CallArguments.of(className()), List.of("inputs", "training", "mask"));
    for (int i = 1; i < args.size(); i++) {
      if (i >= names.size()) {
        throw refused();
      }
      put(others, names.get(i), args.get(i), place);
    }
    named.forEach(
        (name, value) -> {
          if (name.equals(FURTHER_INPUTS) && value instanceof List<?> states) {
            states.forEach(s -> out.add(entry(s, place, new LinkedHashMap<>())));
          } else {
            put(others, name, value, place);
          }
        });
    return byName.isEmpty() ? out : byName;
  }

  private void put(
      Map<String, @Nullable Object> others,
      String name,
      @Nullable Object value,
      Function<List<?>, List<@Nullable Object>> place) {
    List<String> known = TF_KERAS.get(className());
    if (known != null && !known.contains(name)) {
      throw refused();
    }
    others.put(name, placed(value, place));
  }

  private List<@Nullable Object> entry(
      @Nullable Object tensor,
      Function<List<?>, List<@Nullable Object>> place,
      Map<String, @Nullable Object> others) {
    List<@Nullable Object> entry = place.apply(history(tensor));
    entry.add(others);
    return entry;
  }

  /** A function's call: one entry without a list around it, unless it is of a list of tensors. */
  private Object function(Function<List<?>, List<@Nullable Object>> place) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    named.forEach((name, value) -> others.put(name, placed(value, place)));
    if (args.size() != 1) {
      throw refused();
    }
    return nested(args.get(0), others, place);
  }

  private Object nested(
      @Nullable Object value,
      Map<String, @Nullable Object> others,
      Function<List<?>, List<@Nullable Object>> place) {
    List<@Nullable Object> out = new ArrayList<>();
    if (value instanceof List<?> many) {
      many.forEach(item -> out.add(nested(item, others, place)));
      return out;
    } else if (TfValues.isTensor(value)) {
      out.addAll(place.apply(history(value)));
    } else {
      out.addAll(List.of("_CONSTANT_VALUE", -1));
      out.add(value);
    }
    out.add(others);
    return out;
  }

  private static @Nullable Object placed(
      @Nullable Object value, Function<List<?>, List<@Nullable Object>> place) {
    if (value instanceof Map<?, ?> spec
        && spec.get("config") instanceof Map<?, ?> config
        && config.get("keras_history") instanceof List<?> history) {
      return place.apply(history);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(placed(x, place)));
      return out;
    }
    return value;
  }

  /** Whether the layer is called with more than its inputs, or on inputs by name. */
  boolean hasOtherArguments() {
    return args.size() > 1
        || !named.isEmpty()
        || (args.size() == 1 && args.get(0) instanceof Map<?, ?> map && !TfValues.isTensor(map));
  }

  private List<?> inputs() {
    if (args.isEmpty()) {
      throw refused();
    }
    return args.get(0) instanceof List<?> many ? many : args.subList(0, 1);
  }

  private List<?> history(@Nullable Object tensor) {
    if (tensor instanceof Map<?, ?> spec
        && spec.get("config") instanceof Map<?, ?> config
        && config.get("keras_history") instanceof List<?> history) {
      return history;
    }
    throw refused();
  }

  private UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        "it calls %s with what tf_keras has no form for, %s"
            .formatted(who(), named.isEmpty() ? Shown.of(args) : Shown.of(named)));
  }

  private String className() {
    return String.valueOf(layer.get("class_name"));
  }

  private String who() {
    return className() + " '" + layer.get("name") + "'";
  }
}
