package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of a layer in a functional model: Keras 3's arguments become tf_keras' list. */
final class Call {
  /** What a layer's arguments are called in tf_keras' list from the second one on. */
  private static final Map<String, List<String>> ARGUMENTS =
      Map.of("MultiHeadAttention", List.of("query", "value", "key", "attention_mask"));

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
    named.values().removeIf(Objects::isNull);
    named.remove("training", false);
  }

  /**
   * Returns the list.
   *
   * @param place turns {@code [layer, call, output]} as Keras 3 counts into the target's counting
   */
  List<@Nullable Object> list(Function<List<?>, List<@Nullable Object>> place) {
    if (TfOperations.isFunction(layer)) {
      return function(place);
    }
    List<@Nullable Object> out = new ArrayList<>();
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    for (Object tensor : inputs()) {
      List<@Nullable Object> input = place.apply(history(tensor));
      input.add(out.isEmpty() ? others : new LinkedHashMap<String, Object>());
      out.add(input);
    }
    List<String> names = ARGUMENTS.getOrDefault(String.valueOf(layer.get("class_name")), List.of());
    for (int i = 1; i < args.size(); i++) {
      if (i >= names.size()) {
        throw refused();
      }
      others.put(names.get(i), place.apply(history(args.get(i))));
    }
    named.forEach(
        (name, value) -> {
          if (name.equals(FURTHER_INPUTS) && value instanceof List<?> states) {
            for (Object state : states) {
              List<@Nullable Object> input = place.apply(history(state));
              input.add(new LinkedHashMap<String, Object>());
              out.add(input);
            }
          } else if (names.contains(name)) {
            others.put(name, place.apply(history(value)));
          } else {
            throw refused();
          }
        });
    return out;
  }

  /** A function's call: one entry without a list around it, unless it is of a list of tensors. */
  private List<@Nullable Object> function(Function<List<?>, List<@Nullable Object>> place) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    named.forEach((name, value) -> others.put(name, placed(value, place)));
    if (args.size() != 1) {
      throw refused();
    }
    List<@Nullable Object> out = new ArrayList<>();
    if (args.get(0) instanceof List<?> many) {
      for (Object tensor : many) {
        List<@Nullable Object> input = place.apply(history(tensor));
        input.add(others);
        out.add(input);
      }
    } else if (args.get(0) instanceof Map<?, ?>) {
      out.addAll(place.apply(history(args.get(0))));
      out.add(others);
    } else {
      out.addAll(List.of("_CONSTANT_VALUE", -1));
      out.add(args.get(0));
      out.add(others);
    }
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

  /** Whether the layer is called with more than its inputs. */
  boolean hasOtherArguments() {
    return args.size() > 1 || !named.isEmpty();
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
        "%s: a call with arguments that tf_keras' format is not known to have here. Received: %s, %s."
            .formatted(who(), Shown.of(args), Shown.of(named)));
  }

  private String who() {
    return layer.get("class_name") + " '" + layer.get("name") + "'";
  }
}
