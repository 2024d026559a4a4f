package keras.config;

import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one object, for the {@link Factory} that makes it.
 *
 * <pre>{@code
 * CustomObjects.of("Linear", config -> new Linear(config.integer("units")));
 * CustomObjects.of("Linear", c -> new Linear(c.integer("units"), c.get("activation", Activation.class)));
 * }</pre>
 *
 * <p>What the factory does not ask for goes to the object's {@link Arg} fields, as {@code name} and
 * {@code dtype} do; a key that neither takes is an error.
 */
public final class Config {
  private final String who;
  private final Map<String, @Nullable Object> values;
  private final CustomObjects custom;
  private final Set<String> taken = new LinkedHashSet<>();

  Config(String who, Map<String, ? extends @Nullable Object> values, CustomObjects custom) {
    this.who = who;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.custom = custom;
  }

  /** Whether the config has a key, be it with null. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Returns a whole number. */
  public int integer(String key) {
    return get(key, Integer.class);
  }

  /** Returns a number. */
  public double number(String key) {
    return get(key, Double.class);
  }

  /** Returns whether something is true. */
  public boolean bool(String key) {
    return get(key, Boolean.class);
  }

  /** Returns a text. */
  public String string(String key) {
    return get(key, String.class);
  }

  /**
   * Returns a value as an argument of a type would have it: a number, a {@code String}, an array of
   * numbers, a {@code List} or {@code Map} as JSON has it, an enum, or an object of Keras', such as
   * an {@code Activation}, an {@code Initializer} or a {@code Layer}.
   *
   * @throws IllegalArgumentException if the key is missing, null, or of another type
   */
  public <T> T get(String key, Class<T> type) {
    T value = has(key) ? find(key, type) : null;
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: its factory expects `%s` of type %s. Received: a config with %s."
              .formatted(
                  who,
                  key,
                  type.getSimpleName(),
                  has(key) ? "`" + key + "=None`" : "the keys " + values.keySet()));
    }
    return value;
  }

  /** Returns the class of objects of a type: {@code Integer} for {@code int}. */
  @SuppressWarnings("unchecked") // int.class is a Class<Integer>
  private static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) MethodType.methodType(type).wrap().returnType();
  }

  /** Returns a value, or null where the config has no such key or null. */
  public <T> @Nullable T find(String key, Class<T> type) {
    taken.add(key);
    Object json = values.get(key);
    Class<T> boxed = boxed(type);
    return json == null
        ? null
        : boxed.cast(new Codec(who, key, boxed, custom, values.get("name")).decode(json));
  }

  /** Returns what was not asked for. */
  Map<String, @Nullable Object> rest() {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
    rest.keySet().removeAll(taken);
    return rest;
  }
}
