package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a call returns: one thing, or several by place or by name, which may hold several in turn.
 *
 * <p>Keras: {@code keras/src/tree/tree_api.py}.
 */
public sealed interface Structure<T> permits Structure.One, Structure.Items, Structure.Fields {
  /** One thing. */
  record One<T>(T value) implements Structure<T> {}

  /** Several things by place, as a list or a tuple of Python. */
  record Items<T>(List<Structure<T>> items) implements Structure<T> {
    /** Keeps a copy of the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Several things by name, as a dict of Python; the order of the names is kept. */
  record Fields<T>(Map<String, Structure<T>> fields) implements Structure<T> {
    /** Keeps a copy of the map. */
    public Fields {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** Returns one thing. */
  static <T> Structure<T> of(T value) {
    return new One<>(value);
  }

  /** Returns the one thing of a list of one, and several by place otherwise. */
  static <T> Structure<T> of(List<? extends T> values) {
    if (values.size() == 1) {
      return new One<>(values.get(0));
    }
    List<Structure<T>> items = new ArrayList<>();
    values.forEach(v -> items.add(new One<>(v)));
    return new Items<>(items);
  }

  /** Returns several things by name. */
  static <T> Structure<T> of(Map<String, ? extends T> values) {
    Map<String, Structure<T>> fields = new LinkedHashMap<>();
    values.forEach((name, v) -> fields.put(name, new One<>(v)));
    return new Fields<>(fields);
  }

  /** Returns all things in order; those that have names come in the order of the alphabet. */
  default List<T> flat() {
    List<T> all = new ArrayList<>();
    map(
        value -> {
          all.add(value);
          return value;
        });
    return List.copyOf(all);
  }

  /** Returns the one thing there is. */
  default T only() {
    List<T> all = flat();
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "Structure: expected one output. Received: %d. Take them by `flat()`."
              .formatted(all.size()));
    }
    return all.get(0);
  }

  /** Returns the thing with a name. */
  default Structure<T> get(String name) {
    Structure<T> found = this instanceof Fields<T> f ? f.fields().get(name) : null;
    if (found == null) {
      throw new IllegalArgumentException(
          "Structure: no output `%s`. There are: %s."
              .formatted(
                  name, this instanceof Fields<T> f ? f.fields().keySet() : "outputs by place"));
    }
    return found;
  }

  /** Returns the same structure of other things; the function meets them in the flat order. */
  default <U> Structure<U> map(Function<? super T, ? extends U> function) {
    if (this instanceof Items<T> list) {
      List<Structure<U>> items = new ArrayList<>();
      list.items().forEach(i -> items.add(i.map(function)));
      return new Items<>(items);
    } else if (this instanceof Fields<T> named) {
      Map<String, Structure<U>> met = new LinkedHashMap<>();
      new TreeMap<>(named.fields()).forEach((name, v) -> met.put(name, v.map(function)));
      Map<String, Structure<U>> fields = new LinkedHashMap<>();
      named
          .fields()
          .keySet()
          .forEach(name -> fields.put(name, java.util.Objects.requireNonNull(met.get(name))));
      return new Fields<>(fields);
    }
    return new One<>(function.apply(((One<T>) this).value()));
  }
}
