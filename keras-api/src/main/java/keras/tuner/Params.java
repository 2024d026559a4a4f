package keras.tuner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one candidate of a search, by their names.
 *
 * <pre>{@code
 * Model build(Params p) {
 *   var model = new Sequential(new Dense(p.integer("n_neurons", 30), "relu"), new Dense(1));
 *   model.compile(new SGD(p.number("learning_rate")), "mse");
 *   return model;
 * }
 * }</pre>
 */
public final class Params {
  private final Map<String, @Nullable Object> values;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  Params(Map<String, ? extends @Nullable Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Makes parameters of values by their names. */
  public static Params of(Map<String, ? extends @Nullable Object> values) {
    return new Params(values);
  }

  /** Returns the values by their names, in scikit-learn's order. */
  public Map<String, @Nullable Object> values() {
    asked.addAll(values.keySet());
    return values;
  }

  /** Returns the values, which are not asked for by this. */
  Map<String, @Nullable Object> map() {
    return values;
  }

  /** Whether there is a value of that name. */
  public boolean has(String name) {
    asked.add(name);
    return values.containsKey(name);
  }

  /**
   * Returns a value as it is, which may be null where a list holds nulls.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public @Nullable Object get(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(
          "Params: no parameter '%s'. Parameters: %s.".formatted(name, values.keySet()));
    }
    return values.get(name);
  }

  /** Returns a whole number. */
  public int integer(String name) {
    if (get(name) instanceof Number n && n.doubleValue() == n.intValue()) {
      return n.intValue();
    }
    throw refusal(name, "an integer");
  }

  /** Returns a whole number, {@code otherwise} where there is no value of that name. */
  public int integer(String name, int otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  /** Returns a number. */
  public double number(String name) {
    if (get(name) instanceof Number n) {
      return n.doubleValue();
    }
    throw refusal(name, "a number");
  }

  /** Returns a number, {@code otherwise} where there is no value of that name. */
  public double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /** Returns a text. */
  public String text(String name) {
    if (get(name) instanceof String text) {
      return text;
    }
    throw refusal(name, "a string");
  }

  /** Returns a text, {@code otherwise} where there is no value of that name. */
  public String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** Returns a truth value. */
  public boolean flag(String name) {
    if (get(name) instanceof Boolean flag) {
      return flag;
    }
    throw refusal(name, "true or false");
  }

  /** Returns a truth value, {@code otherwise} where there is no value of that name. */
  public boolean flag(String name, boolean otherwise) {
    return has(name) ? flag(name) : otherwise;
  }

  /** Returns the same values, of which none has been asked for. */
  Params unread() {
    return new Params(values);
  }

  /** Returns the names that were asked for so far. */
  Set<String> asked() {
    return asked;
  }

  private IllegalArgumentException refusal(String name, String expected) {
    Object value = values.get(name);
    String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
    return new IllegalArgumentException(
        "Params: expected '%s' to be %s. Received: %s%s.".formatted(name, expected, value, type));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Params p && values.equals(p.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values);
  }

  /** Returns {@code {learning_rate=0.01, n_hidden=2}}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
