package keras.layers;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.config.AttributeFields;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a layer's fields hold that has state: layers, metrics and optimizers, alone or in
 * lists, arrays, maps and records; and, which are the layer's own, variables and seed generators.
 *
 * <p>Keras: {@code keras/src/utils/tracking.py}.
 */
final class LayerFields {
  /** Collections whose order is not the one in which they were filled. */
  private static final Set<String> UNORDERED =
      Set.of(
          "HashMap",
          "MapN",
          "ConcurrentHashMap",
          "Hashtable",
          "IdentityHashMap",
          "WeakHashMap",
          "HashSet",
          "SetN",
          "KeySetView");

  private final Layer owner;
  private final Consumer<Object> keep;
  private final Map<String, Saveable> found = new LinkedHashMap<>();
  private final Set<Object> placed = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Looks at the fields as they are now.
   *
   * @param named what stands under attributes that no field is named for
   * @param keep takes the variables and the seed generators
   */
  LayerFields(Layer owner, Map<String, Saveable> named, Consumer<Object> keep) {
    this.owner = owner;
    this.keep = keep;
    named.forEach(
        (attribute, child) -> {
          placed.add(child);
          place(found, attribute, child);
        });
    AttributeFields.of(owner, Layer.class)
        .forEach(
            (attribute, value) -> {
              Saveable saveable = placed.contains(value) ? null : saveable(attribute, value);
              if (saveable != null) {
                found.putIfAbsent(attribute, saveable);
              }
            });
  }

  /** Returns what stands directly inside the layer, by attribute. */
  Map<String, Saveable> children() {
    return Collections.unmodifiableMap(found);
  }

  /** Puts {@code cells.1} into the container {@code cells}. */
  private static void place(Map<String, Saveable> into, String attribute, Saveable child) {
    int dot = attribute.indexOf('.');
    if (dot < 0) {
      into.put(attribute, child);
      return;
    }
    String list = attribute.substring(0, dot);
    Map<String, Saveable> items =
        new LinkedHashMap<>(into.get(list) instanceof Container c ? c.children() : Map.of());
    place(items, attribute.substring(dot + 1), child);
    into.put(list, new Container(items));
  }

  /** Returns what of a field's value has state; null for the owner itself and for all the rest. */
  private @Nullable Saveable saveable(String attribute, Object value) {
    if (value instanceof Variable || value instanceof SeedGenerator) {
      keep.accept(value);
      return null;
    }
    if (value instanceof LayerActivation held) {
      return held.layer();
    }
    if (value instanceof Saveable saveable) {
      return saveable == owner ? null : saveable;
    }
    Map<String, Saveable> items = new LinkedHashMap<>();
    items(value)
        .forEach(
            (key, item) -> {
              boolean told = item == null || placed.contains(item);
              Saveable inner = told ? null : saveable(attribute, item);
              if (inner != null) {
                items.put(key, inner);
              }
            });
    if (items.size() > 1) {
      requireOrder(attribute, value);
    }
    return items.isEmpty() ? null : new Container(items);
  }

  private static Map<String, @Nullable Object> items(Object value) {
    Map<String, @Nullable Object> items = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> items.put(String.valueOf(key), item));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(item -> items.put(String.valueOf(items.size()), item));
    } else if (value instanceof Object[] array) {
      for (Object item : array) {
        items.put(String.valueOf(items.size()), item);
      }
    } else if (value instanceof Record fields) {
      AttributeFields.of(fields, Record.class)
          .values()
          .forEach(item -> items.put(String.valueOf(items.size()), item));
    }
    return items;
  }

  private void requireOrder(String attribute, Object value) {
    if (UNORDERED.contains(value.getClass().getSimpleName())) {
      throw new IllegalStateException(
          "%s: the field of `%s` is a %s, which does not keep the order of its layers, by which files name them. Use a List or a LinkedHashMap."
              .formatted(
                  owner.getClass().getSimpleName(), attribute, value.getClass().getSimpleName()));
    }
  }
}
