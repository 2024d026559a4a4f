package keras.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The objects of one kind that Keras makes from a string: {@code "glorot_uniform"} or {@code
 * "GlorotUniform"}.
 *
 * <pre>{@code
 * new NamedObjects<Constraint>("constraint").with(NonNeg.class, NonNeg::new).get("non_neg")
 * }</pre>
 */
public final class NamedObjects<T> {
  private final String kind;
  private final Map<String, Supplier<? extends T>> makers = new LinkedHashMap<>();
  private final Set<String> shown = new LinkedHashSet<>();

  /**
   * Knows no names yet.
   *
   * @param kind what the objects are, for errors: {@code "initializer"}
   */
  public NamedObjects(String kind) {
    this.kind = kind;
  }

  /** Adds a class under its own name, its name in snake_case, and some more. */
  public <S extends T> NamedObjects<T> with(Class<S> type, Supplier<S> maker, String... aliases) {
    String className = type.getSimpleName();
    shown.add(Names.snake(className));
    makers.put(Names.snake(className), maker);
    makers.put(className, maker);
    for (String alias : aliases) {
      makers.put(alias, maker);
    }
    return this;
  }

  /** Makes the object with a name. */
  public T get(String name) {
    Supplier<? extends T> maker = makers.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "Unknown %s '%s'. %s".formatted(kind, name, Suggestions.sentence(name, shown)));
    }
    return maker.get();
  }
}
