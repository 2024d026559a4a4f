package keras.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call by their names in Keras: tensors, lists and maps of tensors, and
 * constants.
 *
 * <pre>{@code
 * lstm.apply(x, c -> c.with("initial_state", List.of(h, c0)).training(false));
 * }</pre>
 *
 * <p>The first ones may be given by place; files hold them so. An argument of null is None, the
 * same as no argument.
 *
 * <p>Keras: {@code keras/src/ops/symbolic_arguments.py}.
 *
 * @param <T> what stands for a tensor: {@link KerasTensor} in the graph of a functional model,
 *     {@link keras.ops.Expr} in a function that is being built
 */
public final class Arguments<T> {
  private static final String TRAINING = "training";
  private static final String MASK = "mask";

  private final Class<T> type;
  private final Map<String, @Nullable Object> values;
  private final int places;

  private Arguments(Class<T> type, Map<String, @Nullable Object> values, int places) {
    this.type = type;
    this.values = values;
    this.places = places;
  }

  /** Returns a call without arguments. */
  public static <T> Arguments<T> none(Class<T> type) {
    return new Arguments<>(type, Map.of(), 0);
  }

  /** Returns a call with one argument, which is given by place. */
  public static <T> Arguments<T> of(Class<T> type, String name, Object value) {
    return none(type).then(name, value);
  }

  /** Returns the call with one more argument by place, after those that there are. */
  public Arguments<T> then(String name, @Nullable Object value) {
    if (places != values.size() || values.containsKey(name)) {
      throw new IllegalArgumentException(
          "Arguments: `%s` cannot be given by place after %s.".formatted(name, values.keySet()));
    }
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(name, checked(name, value));
    return new Arguments<>(type, more, places + 1);
  }

  /**
   * Returns the call with an argument given by name.
   *
   * @param value a tensor, a boolean, a number, a string, a list or a map of those; null is the
   *     same as no argument
   */
  public Arguments<T> with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(name, checked(name, value));
    return new Arguments<>(type, more, places);
  }

  /** Returns the call without an argument that is given by name. */
  public Arguments<T> without(String name) {
    int place = names().indexOf(name);
    if (place < places) {
      if (place < 0) {
        return this;
      }
      throw new IllegalArgumentException(
          "Arguments: `%s` is given by place and cannot be left out.".formatted(name));
    }
    Map<String, @Nullable Object> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new Arguments<>(type, fewer, places);
  }

  /**
   * Returns the call with a training flag of its own; with null that of the call around it counts.
   *
   * <p>As in Keras 3, a functional model that is told whether it trains, as {@code fit}, {@code
   * evaluate} and {@code predict} do, tells it to all its layers, whatever their calls were
   * recorded with. Inside of {@code call} of a layer the flag always counts.
   */
  public Arguments<T> training(@Nullable Boolean training) {
    return with(TRAINING, training);
  }

  /** Returns the call with a mask for its first argument. */
  public Arguments<T> mask(@Nullable T mask) {
    return with(MASK, mask);
  }

  private @Nullable Object checked(String name, @Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(v -> copy.add(checked(name, v)));
      return Collections.unmodifiableList(copy);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(String.valueOf(k), checked(name, v)));
      return Collections.unmodifiableMap(copy);
    } else if (type.isInstance(value)
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof String) {
      return value;
    }
    throw new IllegalArgumentException(
        "Arguments: `%s` expects a %s, a boolean, a number, a string, or a list or a map of those."
                .formatted(name, type.getSimpleName())
            + " Received: %s.".formatted(value.getClass().getName()));
  }

  // ---------------------------------------------------------------- questions

  /** Returns the names of the arguments: first those given by place. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** Returns how many arguments are given by place. */
  public int places() {
    return places;
  }

  /** Returns an argument as it was given, or null. */
  public @Nullable Object value(String name) {
    return values.get(name);
  }

  /** Returns the first argument as it was given, or null where there is none. */
  public @Nullable Object first() {
    return values.isEmpty() ? null : values.values().iterator().next();
  }

  /** Returns the tensors of the first argument. */
  public List<T> inputs() {
    return values.isEmpty() ? List.of() : tensors(names().get(0));
  }

  /** Returns the tensor that an argument is, or null where it is not given. */
  public @Nullable T find(String name) {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "Call: `%s` expects one tensor. Received: %s.".formatted(name, shown(value)));
    }
    return type.cast(value);
  }

  /** Returns the tensor that an argument is. */
  public T tensor(String name) {
    T found = find(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "Call: the argument `%s` is missing. Received: %s.".formatted(name, names()));
    }
    return found;
  }

  /** Returns the tensors of an argument in order; none where it is not given. */
  public List<T> tensors(String name) {
    List<T> all = new ArrayList<>();
    collect(values.get(name), all);
    return List.copyOf(all);
  }

  /** Whether an argument is given as true. */
  public boolean flag(String name) {
    Object value = values.get(name);
    if (value != null && !(value instanceof Boolean)) {
      throw new IllegalArgumentException(
          "Call: `%s` expects a boolean. Received: %s.".formatted(name, shown(value)));
    }
    return Boolean.TRUE.equals(value);
  }

  /** Returns the training flag of this call itself, or null where it has none. */
  public @Nullable Boolean training() {
    Object value = values.get(TRAINING);
    if (value != null && !(value instanceof Boolean)) {
      throw new IllegalArgumentException(
          "Call: `training` expects a boolean. Received: %s.".formatted(shown(value)));
    }
    return (Boolean) value;
  }

  private static Object shown(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>
        ? "a " + (value instanceof List<?> ? "list" : "map")
        : value;
  }

  /** Returns all tensors: of arguments by place, then of the others by the alphabet. */
  public List<T> flat() {
    List<T> all = new ArrayList<>();
    Map<String, @Nullable Object> named = new TreeMap<>();
    int i = 0;
    for (Map.Entry<String, @Nullable Object> e : values.entrySet()) {
      if (i++ < places) {
        collect(e.getValue(), all);
      } else {
        named.put(e.getKey(), e.getValue());
      }
    }
    named.values().forEach(v -> collect(v, all));
    return List.copyOf(all);
  }

  private void collect(@Nullable Object value, List<T> all) {
    if (type.isInstance(value)) {
      all.add(type.cast(value));
    } else if (value instanceof List<?> list) {
      list.forEach(v -> collect(v, all));
    } else if (value instanceof Map<?, ?> map) {
      new TreeMap<>(map).values().forEach(v -> collect(v, all));
    }
  }

  /** Returns the same call on other things in the place of tensors. */
  public <U> Arguments<U> map(Class<U> other, Function<? super T, ? extends U> function) {
    Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
    values.forEach((name, v) -> mapped.put(name, mapped(v, function)));
    return new Arguments<>(other, mapped, places);
  }

  private @Nullable Object mapped(@Nullable Object value, Function<? super T, ?> function) {
    if (type.isInstance(value)) {
      return function.apply(type.cast(value));
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(mapped(v, function)));
      return Collections.unmodifiableList(out);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), mapped(v, function)));
      return Collections.unmodifiableMap(out);
    }
    return value;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
